import { compareNumbers } from "@weft/model/values/numbers";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { PlaceStep } from "./rows.drift.ts";
import { hasMoved, readDrift, touches } from "./rows.drift.ts";
import { Remembered } from "./rows.remembered.ts";
import { asSeen, rowsSql, seenBy } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";
import { orderSql, placeSql, readPlace, sortKeys } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";

/** Rows from one landmark to the next; a jump reads at most this many rows too many. */
const step = 500;
/** Nearer rows are counted off from the top, which costs less than 3 ms. */
const nearRows = 2000;
/** Of all sets of a process. At 1 M rows a set has 2,000 places, about 200 kB; by a long text at 10 M rows it is 10 MB. */
const bytesMax = 48 * 1024 * 1024;
/** What a place takes besides the text of its cells. */
const placeBytes = 100;

/** Every 500th place of a list. */
export interface Landmarks {
  change: number;
  /** How many rows stand before and at each place, growing. */
  positions: number[];
  places: Place[];
  /** About what the set takes in memory. */
  bytes: number;
}

const sets = new WeakMap<Weft, Remembered<Landmarks>>();

/**
 * Where to begin reading for row number `offset`: after a remembered place, leaving out at most a few hundred rows.
 * Counting off a million rows is one pass over keys (150 ms in the default order, 0.7–2 s sorted), once; afterwards a
 * jump costs 2 ms. `change` is the table's change number for which the place is right; null = for any.
 */
export async function findLandmark(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  offset: number,
): Promise<{ after: Place | null; skip: number; change: number | null }> {
  if (offset < nearRows) return { after: null, skip: offset, change: null };
  const set = await getLandmarks(weft, table, selection);
  const index = lastAtMost(set.positions, offset);
  if (index < 0) return { after: null, skip: offset, change: set.change };
  return { after: set.places[index] as Place, skip: offset - (set.positions[index] as number), change: set.change };
}

/** The landmarks of a list as of the newest change, counted off where none are remembered. */
export async function getLandmarks(weft: Weft, table: GrantedTable, selection: Selection): Promise<Landmarks> {
  const remembered = setsOf(weft);
  const key = keyOf(table, selection);
  // Rows that never moved stand by their ids: what was counted off before the table had places holds.
  const set = remembered.find(key) ?? remembered.find(keyOf({ ...table, hasPlaces: false }, selection));
  const current = set && (await bringUp(weft, table, selection, set));
  if (current) {
    remembered.keep(key, current);
    return current;
  }
  remembered.drop(key);
  return remembered.make(key, () => countOff(weft, table, selection));
}

/** Counts off the default order of a big table ahead of the first jump, in the background. */
export function prepareLandmarks(weft: Weft, table: GrantedTable, selection: Selection): void {
  if (table.rowEstimate < 10 * nearRows || !isDefault(table, selection)) return;
  const remembered = setsOf(weft);
  const key = keyOf(table, selection);
  if (remembered.find(key)) return;
  remembered
    .make(key, () => countOff(weft, table, selection))
    .catch((error: unknown) => {
      weft.log.debug({ err: error, tableId: table.id }, "landmarks not made");
    });
}

function setsOf(weft: Weft): Remembered<Landmarks> {
  let remembered = sets.get(weft);
  if (!remembered) sets.set(weft, (remembered = new Remembered(bytesMax, ({ bytes }) => bytes)));
  return remembered;
}

/** Whether a list is all rows of the table, in its own order. */
function isDefault(table: GrantedTable, { filter, search, sorts }: Selection): boolean {
  return !filter && !search && !table.rule && sorts.length === 0;
}

function keyOf(table: GrantedTable, selection: Selection): string {
  const { filter, sorts, search } = asSeen(table, selection);
  return JSON.stringify([table.id, table.hasPlaces, filter, sorts, search, seenBy(table, selection)]);
}

/** Places that hold after what happened since; undefined when they have to be counted off anew. */
async function bringUp(weft: Weft, table: GrantedTable, selection: Selection, set: Landmarks) {
  const isDefaultOrder = isDefault(table, selection);
  const hasOwnOrder = isDefaultOrder && table.hasPlaces;
  const drift = await readDrift(weft, table.id, set.change, hasOwnOrder);
  if (drift.change === set.change) return set;
  if (touches(drift, asSeen(table, selection))) return undefined;
  // What is known of the table is old, and will be read anew: the set is kept as it was until then.
  if (drift.ordered && !table.hasPlaces) return set;
  if (drift.reordered && table.hasPlaces && selection.sorts.length === 0 && !hasOwnOrder) return undefined;
  if (hasOwnOrder) return drift.steps ? shifted(set, drift.change, drift.steps) : undefined;
  if (!hasMoved(drift)) return { ...set, change: drift.change };
  if (!isDefaultOrder) return undefined;
  // In the default order new rows come last, and a row that went or came back shifts those after it.
  const gone = drift.deleted.map((id) => ({ id, from: String(id), to: null }));
  const back = drift.restored.map((id) => ({ id, from: null, to: String(id) }));
  return shifted(set, drift.change, [...gone, ...back]);
}

/** Each row that left a place shifts the landmarks from there on, and so does one that came to it; these stay where they are. */
function shifted(set: Landmarks, change: number, steps: PlaceStep[]): Landmarks {
  const shifts = steps.flatMap(({ id, from, to }) => [
    ...(from === null ? [] : [{ place: from, id, by: -1 }]),
    ...(to === null ? [] : [{ place: to, id, by: 1 }]),
  ]);
  shifts.sort((a, b) => compareNumbers(a.place, b.place) || a.id - b.id);
  let next = 0;
  let shift = 0;
  const positions = set.positions.map((position, index) => {
    const { keys, id } = set.places[index] as Place;
    for (; next < shifts.length; next++) {
      const { place, id: rowId, by } = shifts[next] as (typeof shifts)[number];
      if ((compareNumbers(place, keys[0] ?? id) || rowId - Number(id)) > 0) break;
      shift += by;
    }
    return position + shift;
  });
  return { ...set, change, positions };
}

async function countOff(weft: Weft, table: GrantedTable, selection: Selection): Promise<Landmarks> {
  const values = new SqlParameters();
  const keys = sortKeys(selection.sorts, table);
  const where = whereSql(table, selection, values);
  const { rows } = await weft.db.readPool.query<{ change: number; n: number | null; place: string }>(
    `select c.last_change as change, q.n, q.place
     from weft.tables c left join (
       select t.n, ${placeSql(keys)} as place
       from (select t.*, row_number() over (order by ${orderSql(keys, "all")}) as n
             from ${rowsSql(table, values)} ${where ? `where ${where}` : ""}) t
       where t.n % ${step} = 0
     ) q on true
     where c.id = ${values.put(table.id, "text")} order by q.n`,
    values.list,
  );
  const marks = rows.filter((row) => row.n !== null);
  return {
    change: rows[0]?.change ?? 0,
    positions: marks.map((row) => row.n as number),
    places: marks.map((row) => readPlace(row.place)),
    bytes: marks.reduce((sum, row) => sum + placeBytes + 2 * row.place.length, 0),
  };
}

/** Index of the last number that is at most `limit`; -1 for none. */
export function lastAtMost(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
