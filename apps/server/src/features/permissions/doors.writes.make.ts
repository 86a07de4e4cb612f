import { isDeepStrictEqual } from "node:util";
import { listChanges, undoChange } from "@weft/api/changes";
import { createRows, deleteRow, deleteRows, updateRow, updateRows, writeRows } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import type { Asker, Answer, Lane } from "./doors.lane.make.ts";
import { ask, keepRow, noteTokens, randomCells } from "./doors.lane.make.ts";
import type { Model, ModelRow, Sight } from "./doors.model.make.ts";
import { look } from "./doors.model.make.ts";
import type { Trial } from "./doors.reads.make.ts";
import { refusedBy, told } from "./doors.reads.make.ts";

type Cells = Record<string, CellValue>;

/** A write as it is asked for: cells by field id. */
interface Wanted {
  create: Cells[];
  update: { id: number; cells: Cells }[];
  delete: number[];
}

/** A write that was done, and what it wrote over: null where there was no row. */
interface Done {
  number: number;
  personId: string;
  before: Map<number, ModelRow | null>;
  fieldIds: string[];
  isUndone: boolean;
}

/** What was done to each table, oldest first. */
const done = new WeakMap<Model, Done[]>();

function doneIn(model: Model): Done[] {
  if (!done.has(model)) done.set(model, []);
  return done.get(model)!;
}

/** The codes a write may be refused with, by the model; none = it must be done. */
function faultsOf(model: Model, sight: Sight, asker: Asker, { create, update, delete: gone }: Wanted): Set<string> {
  const codes = new Set<string>();
  const seen = new Set(sight.rows.map(({ id }) => id));
  const known = new Set(sight.fields.map(({ id }) => id));
  for (const id of [...update.map((row) => row.id), ...gone]) if (!seen.has(id)) codes.add("row.not_found");
  for (const cells of [...create, ...update.map((row) => row.cells)])
    for (const id of Object.keys(cells)) if (!known.has(id) || sight.readOnly.has(id)) codes.add("row.invalid");
  const empty = Object.fromEntries(model.fields.map(({ id }): [string, CellValue] => [id, null]));
  for (const cells of create)
    if (!sight.passes({ id: 0, cells: { ...empty, ...cells }, author: asker.id })) codes.add("row.invalid");
  for (const { id, cells } of update) {
    const row = model.rows.get(id);
    if (row && !sight.passes({ ...row, cells: { ...row.cells, ...cells } })) codes.add("row.invalid");
  }
  return codes;
}

/** Does in the test's memory what was written. */
function carryOut(model: Model, asker: Asker, number: number, wanted: Wanted, created: number[]): void {
  const touched = [...wanted.update.map(({ id }) => id), ...wanted.delete, ...created];
  const before = new Map(touched.map((id) => [id, model.rows.get(id) ?? null]));
  for (const { id, cells } of wanted.update) {
    const row = model.rows.get(id)!;
    model.rows.set(id, { ...row, cells: { ...row.cells, ...cells } });
    noteTokens(model, id, cells);
  }
  for (const id of wanted.delete) model.rows.delete(id);
  for (const [index, id] of created.entries()) keepRow(model, id, wanted.create[index] ?? {}, asker.id);
  const fieldIds = [...new Set(wanted.update.flatMap(({ cells }) => Object.keys(cells)))];
  doneIn(model).push({ number, personId: asker.id, before, fieldIds, isUndone: false });
}

/** Some cells, of any fields: hidden and read-only ones too, and now and then one that is not there. */
function anyCells(lane: Lane, model: Model, sight: Sight): Cells {
  const { chances } = lane;
  const changeable = sight.fields.filter(({ id }) => !sight.readOnly.has(id));
  const fields = chances.oneIn(4) ? model.fields : changeable;
  const cells = randomCells(
    lane,
    fields.filter(() => !chances.oneIn(3)),
  );
  return chances.oneIn(30) ? { ...cells, fldnothing00000000: 1 } : cells;
}

function anyRows(lane: Lane, model: Model, sight: Sight, most: number): number[] {
  const { chances } = lane;
  const seen = sight.rows.map(({ id }) => id);
  return chances.some(chances.oneIn(4) || seen.length === 0 ? [...model.rows.keys(), 9999] : seen, most);
}

/** Sends a write and compares what comes of it with the model, which then does the same. */
async function write(
  [lane, model, asker, sight]: Parameters<Trial>,
  wanted: Wanted,
  send: () => Promise<Answer>,
  createdOf: (answer: Answer) => number[],
): Promise<string | null> {
  const what = `write ${JSON.stringify(wanted)}`;
  const refusal = refusedBy(sight, "row.update");
  const codes = refusal ? new Set([refusal]) : faultsOf(model, sight, asker, wanted);
  const answer = await send();
  if (codes.size > 0) return codes.has(answer.code ?? "") ? null : told(what, [...codes], answer);
  if (answer.code !== null) return told(what, "done", answer);
  const number = (answer.json?.change as number | undefined) ?? (await readLastChange(lane, model));
  carryOut(model, asker, number, wanted, createdOf(answer));
  return shownRight(answer, model, asker);
}

/** For doors that do not say under which number they wrote; nobody else writes to the table meanwhile. */
async function readLastChange(lane: Lane, model: Model): Promise<number> {
  const params = { tableId: model.tableId };
  const { json } = await ask(lane, lane.askers[0]!, listChanges, { params, query: { since: 0, limit: 1000 } });
  return json.lastChange;
}

/** A reply shows its rows as the writer sees them. */
function shownRight(answer: Answer, model: Model, asker: Asker): string | null {
  const { fields, rows } = look(model, asker);
  const replied: { id: number; cells: Cells }[] = answer.json?.rows ?? (answer.json?.cells ? [answer.json] : []);
  for (const { id, cells } of replied) {
    const row = rows.find((each) => each.id === id);
    const expected = row && Object.fromEntries(fields.map((field) => [field.id, row.cells[field.id] ?? null]));
    if (!isDeepStrictEqual(cells, expected)) return told(`reply with row ${id}`, expected, answer);
  }
  return null;
}

const query = { keys: "id" };
const idsOf = ({ json }: Answer): number[] => json.rows.map(({ id }: { id: number }) => id);

const tryCreate: Trial = (...of) => {
  const [lane, model, asker, sight] = of;
  const create = Array.from({ length: 1 + lane.chances.below(2) }, () => anyCells(lane, model, sight));
  const body = { rows: create.map((cells) => ({ cells })) };
  const send = () => ask(lane, asker, createRows, { params: { tableId: model.tableId }, query, body });
  return write(of, { create, update: [], delete: [] }, send, idsOf);
};

const tryUpdate: Trial = (...of) => {
  const [lane, model, asker, sight] = of;
  const update = anyRows(lane, model, sight, 2).map((id) => ({ id, cells: anyCells(lane, model, sight) }));
  const [first] = update;
  if (!first || update.some(({ cells }) => Object.keys(cells).length === 0)) return tryCreate(...of);
  const params = { tableId: model.tableId };
  const send = () =>
    update.length === 1 && lane.chances.oneIn(2)
      ? ask(lane, asker, updateRow, { params: { ...params, rowId: first.id }, query, body: { cells: first.cells } })
      : ask(lane, asker, updateRows, { params, query, body: { rows: update } });
  return write(of, { create: [], update, delete: [] }, send, () => []);
};

const tryDelete: Trial = (...of) => {
  const [lane, model, asker, sight] = of;
  const ids = anyRows(lane, model, sight, 2);
  const [first] = ids;
  if (first === undefined || model.rows.size < 6) return tryCreate(...of);
  const params = { tableId: model.tableId };
  const send = () =>
    ids.length === 1 && lane.chances.oneIn(2)
      ? ask(lane, asker, deleteRow, { params: { ...params, rowId: first } })
      : ask(lane, asker, deleteRows, { params, body: { ids } });
  return write(of, { create: [], update: [], delete: ids }, send, () => []);
};

const tryWrite: Trial = (...of) => {
  const [lane, model, asker, sight] = of;
  const [one, other] = anyRows(lane, model, sight, 2);
  const cells = anyCells(lane, model, sight);
  const update = one === undefined || Object.keys(cells).length === 0 ? [] : [{ id: one, cells }];
  const wanted = {
    create: lane.chances.oneIn(2) ? [anyCells(lane, model, sight)] : [],
    update,
    delete: other === undefined || model.rows.size < 6 ? [] : [other],
  };
  if (wanted.create.length + wanted.update.length + wanted.delete.length === 0) return tryCreate(...of);
  const body = { ...wanted, create: wanted.create.map((each) => ({ cells: each })) };
  const send = () => ask(lane, asker, writeRows, { params: { tableId: model.tableId }, query, body });
  return write(of, wanted, send, ({ json }) => json.created);
};

/** Takes back what the asker did last and what is theirs to take back; what is not, is refused. */
const tryUndo: Trial = async (lane, model, asker, sight) => {
  const all = doneIn(model).filter(({ isUndone }) => !isUndone);
  const last = all.at(-1);
  const isOwn = ({ personId }: Done) => personId === asker.id;
  const chosen = last && isOwn(last) ? last : lane.chances.oneIn(2) ? all.find(isOwn) : lane.chances.pick(all);
  if (!chosen) return null;
  const params = { tableId: model.tableId, number: chosen.number };
  const answer = await ask(lane, asker, undoChange, { params });
  const refusal = refusedBy(sight, "row.update");
  if (refusal) return answer.code === refusal ? null : told("undo", refusal, answer);
  if (!isOwn(chosen))
    return answer.code ? null : told(`undo of ${chosen.number}, somebody else's`, "a refusal", answer);
  const isTheirs = mayUndo(model, sight, chosen);
  if (answer.code === null && !isTheirs) return told(`undo of ${chosen.number}`, "a refusal", answer);
  if (answer.code !== null && isTheirs && chosen === doneIn(model).at(-1))
    return told(`undo of ${chosen.number}`, "done", answer);
  if (answer.code === null) takeBack(model, chosen);
  return null;
};

/** All rows it touched are seen, now and afterwards, and all cells it wrote are the asker's to write. */
function mayUndo(model: Model, sight: Sight, { before, fieldIds }: Done): boolean {
  const known = new Set(sight.fields.map(({ id }) => id));
  if (fieldIds.some((id) => !known.has(id) || sight.readOnly.has(id))) return false;
  return [...before].every(([id, row]) => {
    const now = model.rows.get(id);
    return (!now || sight.passes(now)) && (!row || sight.passes(row));
  });
}

function takeBack(model: Model, undone: Done): void {
  undone.isUndone = true;
  for (const [id, row] of undone.before) {
    if (row) model.rows.set(id, row);
    else model.rows.delete(id);
  }
}

/** Whoever reads the log hears of rows they see and of no others, and of no cell of a hidden field. */
const tryChanges: Trial = async (lane, model, asker, sight) => {
  const params = { tableId: model.tableId };
  const answer = await ask(lane, asker, listChanges, { params, query: { since: 0, limit: 1000 } });
  const refusal = refusedBy(sight, "row.read");
  if (refusal) return answer.code === refusal ? null : told("changes", refusal, answer);
  const changes = answer.json.changes as { number: number; rowIds: number[]; before: object; after: object }[];
  const seen = new Set(sight.rows.map(({ id }) => id));
  const named = changes.flatMap(({ rowIds, before, after }) => [
    ...rowIds,
    ...Object.keys({ ...before, ...after }).map(Number),
  ]);
  const unseen = named.find((id) => model.rows.has(id) && !seen.has(id));
  if (unseen !== undefined) return told(`changes with row ${unseen}`, "not to be told", answer);
  for (const { number, before } of doneIn(model)) {
    const heard = new Set(changes.find((change) => change.number === number)?.rowIds);
    const missing = [...before.keys()].find((id) => seen.has(id) && !heard.has(id));
    if (missing !== undefined) return `change ${number} does not tell of row ${missing}: ${answer.text.slice(0, 1500)}`;
  }
  return null;
};

/** The doors that write, take back, and tell what was written. */
export const writeTrials: Trial[] = [
  tryCreate,
  tryUpdate,
  tryUpdate,
  tryUpdate,
  tryDelete,
  tryWrite,
  tryWrite,
  tryUndo,
  tryChanges,
  tryChanges,
];
