/** Any JSON value; objects are read, never written. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const encoder = new TextEncoder();

/**
 * The one text of a JSON value that is hashed: keys by the length of their UTF-8 and then byte by byte, `: ` and `, ` between.
 * It is the text PostgreSQL gives a jsonb value, so that both sides of the chain agree; numbers must be safe integers.
 */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(", ")}]`;
  const keys = Object.keys(value).sort(compareKeys);
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${canonicalJson(value[key] as Json)}`).join(", ")}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function compareKeys(one: string, other: string): number {
  const [left, right] = [encoder.encode(one), encoder.encode(other)];
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? 0 : (left[at] as number) - (right[at] as number);
}
