/** The list with one thing put before another, or last (null). */
export function placeBefore<Thing extends { id: string }>(
  things: readonly Thing[],
  id: string,
  before: string | null,
): Thing[] {
  const moved = things.find((thing) => thing.id === id);
  if (!moved || before === id) return [...things];
  const others = things.filter((thing) => thing.id !== id);
  const at = before === null ? others.length : others.findIndex((thing) => thing.id === before);
  return at === -1 ? [...things] : others.toSpliced(at, 0, moved);
}

/** What a thing stands before when it goes up (-1) or down (1) by one; undefined where it cannot. */
export function stepBefore(things: readonly { id: string }[], id: string, by: -1 | 1): string | null | undefined {
  const at = things.findIndex((thing) => thing.id === id);
  if (at === -1 || at + by < 0 || at + by >= things.length) return undefined;
  return by === -1 ? things[at - 1]?.id : (things[at + 2]?.id ?? null);
}
