/** A path of this app, or `/`: what stands after `next=` in the address bar may not lead elsewhere. */
export function localPath(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
