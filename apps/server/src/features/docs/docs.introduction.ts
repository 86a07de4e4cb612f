/** The first page of the docs: what every call has in common. Markdown. */
export const introduction = `
Everything the screens do, a program can do. Each of your tables also has a page of its own with examples in its own
names: open a table and choose **API**.

## Signing in

Send a token: \`Authorization: Bearer weft_…\`. Make one in your settings under *Tokens*, or with \`weft login\`. A token
acts as you, within its scopes: \`read\`, \`write\`, \`build\`, \`manage\`.

\`\`\`sh
curl -H "Authorization: Bearer $WEFT_TOKEN" "$WEFT_URL/api/v1/workspaces"
\`\`\`

## Cells

Cells go by the field's name; with \`keys=id\` by its id, which stays when the field is renamed.

| type | JSON |
|---|---|
| text, long_text, choice, url, email | a string |
| number | a number with up to 15 significant digits; more as a string of digits, so that none is lost |
| boolean | \`true\` or \`false\` |
| date | \`"2026-11-21"\` |
| datetime | \`"2026-11-21T14:30:00"\`; with an offset when the field is zoned |
| json | any JSON value |

An empty cell is \`null\`.

## Filters and sorts

A filter is a tree: \`{"all": […]}\`, \`{"any": […]}\`, \`{"not": …}\`, and conditions
\`{"field": "Age", "op": "greater", "value": 30}\`. In an address it is JSON text in \`filter\`. A sort is
\`-Age,Name\`: by Age downwards, then by Name.

## Pages

Lists answer \`next\`; pass it as \`cursor\` for the next page. \`next: null\` is the end.

## Staying in step

Every answer with rows carries \`change\`, the table's change number. \`GET /tables/{tableId}/changes?since=…\` tells what
has happened since; the socket at \`/live\` tells it as it happens.

## Problems

Every refusal is \`application/problem+json\` with a stable \`code\`, a text for people in \`detail\`, and all faults at
once in \`errors\`. Texts are English, or French with \`Accept-Language: fr\`.

## Sending again

On calls that create something, \`Idempotency-Key: any-text-of-yours\` makes a repeated request safe: it is done once, and
answered the same. Answers carry \`RateLimit-Policy\` and \`RateLimit\` (\`r\` calls are left for \`t\` seconds), and the older
\`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\`; after a 429, wait \`Retry-After\` seconds.

## Big files

Files come by the [tus](https://tus.io) protocol at \`/api/v1/uploads/tus\` with the metadata \`filename\` and
\`workspaceId\`: uploads that break off go on where they stopped. The last part of the upload's address is its id.
For files that need no resuming, \`POST /bases/{baseId}/imports/file\` takes the bytes in one call.
`.trim();
