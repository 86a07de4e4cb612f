import { sql } from "kysely";
import type { DataTransaction } from "./databases.ts";

/** What stands in an order that people gave it, and among what each is ordered. */
const orders = { bases: "workspace_id", tables: "base_id", fields: "table_id" } as const;
type Ordered = keyof typeof orders;

/** Halved more often, positions would run into each other. */
const gapMin = 1e-6;

interface Placed {
  id: string;
  position: number;
}

/**
 * The position between `before` and what stands in front of it, or after all (null), as if `movedId` were not there;
 * undefined when `before` is not among them. What lies in the trash keeps its place, and counts.
 */
export async function findPosition(
  trx: DataTransaction,
  kind: Ordered,
  ofId: string,
  before: string | null,
  movedId?: string,
): Promise<number | undefined> {
  const read = async () => (await listPlaced(trx, kind, ofId)).filter(({ id }) => id !== movedId);
  let placed = await read();
  if (before === null) return (placed.at(-1)?.position ?? 0) + 1;
  const index = placed.findIndex(({ id }) => id === before);
  if (index === -1) return undefined;
  const gap = () => (placed[index]?.position ?? 1) - (placed[index - 1]?.position ?? 0);
  if (gap() < gapMin) {
    await renumber(trx, kind, ofId);
    placed = await read();
  }
  return (placed[index]?.position ?? 1) - gap() / 2;
}

/** What a thing stands before, leaving out the trash; null = it is the last. */
export async function findNext(trx: DataTransaction, kind: Ordered, ofId: string, id: string): Promise<string | null> {
  const placed = await listPlaced(trx, kind, ofId, { trashed: false });
  return placed[placed.findIndex((each) => each.id === id) + 1]?.id ?? null;
}

async function listPlaced(
  trx: DataTransaction,
  kind: Ordered,
  ofId: string,
  { trashed } = { trashed: true },
): Promise<Placed[]> {
  const found = await sql<Placed>`select id, position from ${sql.id("weft", kind)}
    where ${sql.id(orders[kind])} = ${ofId} and (${trashed}::boolean or deleted_at is null)
    order by position, id`.execute(trx);
  return found.rows;
}

async function renumber(trx: DataTransaction, kind: Ordered, ofId: string): Promise<void> {
  const table = sql.id("weft", kind);
  await sql`update ${table} as placed set position = numbered.place
    from (select id, row_number() over (order by position, id) as place from ${table}
      where ${sql.id(orders[kind])} = ${ofId}) as numbered
    where placed.id = numbered.id`.execute(trx);
}
