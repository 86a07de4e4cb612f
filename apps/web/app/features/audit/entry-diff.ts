/** One part of what an entry tells, as it was and as it is. */
export interface EntryPart {
  /** Names from the outside in, joined by dots; empty = the whole. */
  path: string;
  before: unknown;
  after: unknown;
}

/** What an entry tells, part by part: where both sides are told, only what differs. */
export function diffOf(before: unknown, after: unknown): EntryPart[] {
  const [left, right] = [flatten(before), flatten(after)];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  const isChange = left.size > 0 && right.size > 0;
  return paths
    .map((path) => ({ path, before: left.get(path), after: right.get(path) }))
    .filter((part) => !isChange || JSON.stringify(part.before) !== JSON.stringify(part.after));
}

/** Leaves by their path; a list is one leaf. */
function flatten(value: unknown, path = "", leaves = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (path !== "" || (value !== null && value !== undefined)) leaves.set(path, value);
    return leaves;
  }
  for (const [key, part] of Object.entries(value)) flatten(part, path === "" ? key : `${path}.${key}`, leaves);
  return leaves;
}
