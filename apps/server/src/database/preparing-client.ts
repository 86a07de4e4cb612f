import pg from "pg";

/** More texts than the people pool ever sends; past it a query is simply not prepared. */
const textsMax = 500;
const names = new Map<string, string>();

/**
 * A connection on which PostgreSQL parses and plans each text once. For pools whose texts are few and go by unique keys:
 * who asks, and what they may, is asked before everything else, and takes a third of the time this way (0.15 of 0.5 ms).
 */
export class PreparingClient extends pg.Client {
  // pg declares a dozen forms of `query`; only text with values is prepared, the others pass as they are.
  override query = ((first: unknown, values: unknown, callback: unknown) => {
    const name = typeof first === "string" && Array.isArray(values) && values.length > 0 ? nameOf(first) : undefined;
    const config = name === undefined ? first : { name, text: first, values };
    return name === undefined
      ? super.query(first as never, values as never, callback as never)
      : super.query(config as never, callback as never);
  }) as pg.Client["query"];
}

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= textsMax) return name;
  names.set(text, `weft_${names.size}`);
  return names.get(text);
}
