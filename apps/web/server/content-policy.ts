/**
 * What a page may load and run: scripts that are files of this address or bear the nonce of this very answer, nothing
 * inline else, nothing from elsewhere, no frames around it. Styles may be inline: icons, themes and drawers bring theirs at
 * run time, and what is drawn on the server has places and widths in style attributes. They can load nothing from elsewhere.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** A whole script element, or any other tag: `<script` within an attribute or a script's text begins none. */
const scriptOrTag = /<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>(.*?)<\/script>|<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gis;

/** The same HTML with the nonce in each script element. */
export function withNonces(html: string, nonce: string): string {
  return html.replaceAll(scriptOrTag, (tag, attributes: string | undefined, text: string) =>
    attributes === undefined ? tag : `<script nonce="${nonce}"${attributes}>${text}</script>`,
  );
}
