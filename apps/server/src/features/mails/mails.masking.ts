import { mask } from "../instance/instance.masks.ts";

/** A value of an address that is long enough to let somebody in: what stands behind # or after = in a link of ours. */
const secretOfLink = /([#=])([A-Za-z0-9_-]{20,})/g;

/**
 * A mail's text or HTML without the secrets of the links in it: whoever runs the instance sees that a mail was written,
 * and cannot come in as the person it is for.
 */
export function maskLinks(text: string): string {
  return text.replace(secretOfLink, `$1${mask}`);
}
