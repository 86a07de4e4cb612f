import { getTable } from "@weft/api/bases";
import type { Endpoint } from "@weft/api/endpoint";
import { groupRows, summarizeRows } from "@weft/api/figures";
import { findRows } from "@weft/api/finds";
import { getRow, listRows } from "@weft/api/rows";
import { previewRules } from "@weft/api/rules";
import { locateRow, seekRow } from "@weft/api/seeks";
import type { Field } from "@weft/model/fields/field";
import { roleMay } from "@weft/model/permissions";
import { isDeepStrictEqual } from "node:util";
import type { Answer, Asker, Lane } from "./doors.lane.make.ts";
import { ask } from "./doors.lane.make.ts";
import type { AskedList } from "./doors.lists.make.ts";
import { randomList } from "./doors.lists.make.ts";
import type { Model, ModelList, ModelRow, Sight } from "./doors.model.make.ts";
import { holds, listOf } from "./doors.model.make.ts";

/** One question to a door: what is wrong with its answer, null = nothing. */
export type Trial = (lane: Lane, model: Model, asker: Asker, sight: Sight) => Promise<string | null>;

/** What a door was asked, for whom, and what it said: how a fault is told. */
export function told(what: string, expected: unknown, answer: Answer): string {
  return `${what}: expected ${JSON.stringify(expected)}, got ${answer.status} ${answer.text.slice(0, 1500)}`;
}

/** The refusal that somebody gets by their role alone; null = they may. */
export function refusedBy(sight: Sight, permission: "row.read" | "row.update"): string | null {
  if (sight.role === "none") return "table.not_found";
  return roleMay(sight.role, permission) ? null : "auth.forbidden";
}

/** Asks; what names a hidden field must be answered as if it named one that is not there. */
async function askList(
  lane: Lane,
  asker: Asker,
  endpoint: Endpoint,
  sight: Sight,
  request: { params: object; query: Record<string, unknown> },
): Promise<{ answer: Answer; fault: string | null }> {
  const answer = await ask(lane, asker, endpoint, request);
  const names = sight.hidden.flatMap(({ id, name }) => [id, name]);
  const asked = JSON.stringify(request.query);
  if (answer.status < 400 || !names.some((name) => asked.includes(name)) || !lane.chances.oneIn(4))
    return { answer, fault: null };
  const without = (text: string) =>
    names.reduce((all, name) => all.replaceAll(name, "Nowhere"), text).replace(/"requestId":"\w+"/, "");
  const other = await ask(lane, asker, endpoint, { ...request, query: JSON.parse(without(asked)) });
  const isSame = other.status === answer.status && without(other.text) === without(answer.text);
  return { answer, fault: isSame ? null : told("as of a field that is not there", other.text, answer) };
}

/** The answer that a list must have: a refusal, or what `good` says of it. */
async function tryList(
  [lane, model, asker, sight]: Parameters<Trial>,
  endpoint: Endpoint,
  more: { params?: object; query?: Record<string, unknown>; asked?: AskedList; code?: string | null },
  good: (answer: Answer, list: ModelList) => unknown,
): Promise<string | null> {
  const asked = more.asked ?? randomList(lane, model, sight);
  const request = {
    params: { tableId: model.tableId, ...more.params },
    query: { ...asked.query, ...more.query },
  };
  const { answer, fault } = await askList(lane, asker, endpoint, sight, request);
  if (fault) return fault;
  const what = `${endpoint.name} ${JSON.stringify(request.query)}`;
  const refusal = refusedBy(sight, "row.read");
  const codes = [refusal, ...(refusal ? [] : [asked.list ? null : asked.code, more.code ?? null])].filter(Boolean);
  if (codes.length > 0) return codes.includes(answer.code) ? null : told(what, codes, answer);
  if (answer.code !== null) return told(what, "an answer", answer);
  const wrong = good(answer, asked.list!);
  return wrong === null ? null : told(what, wrong, answer);
}

/** The expected, where it is not what came; null where it is. */
function differs(expected: unknown, got: unknown): unknown {
  return isDeepStrictEqual(expected, got) ? null : expected;
}

function shown(row: ModelRow, fields: readonly Field[], keys: "id" | "name") {
  return { id: row.id, cells: Object.fromEntries(fields.map((field) => [field[keys], row.cells[field.id] ?? null])) };
}

/** A row of the table, seen or not; one that is not there when it is empty. */
function anyRowId({ chances }: Lane, { rows }: Model): number {
  return rows.size > 0 ? chances.pick([...rows.keys()]) : 9999;
}

const withoutChange = (rows: { id: number; cells: object }[]) => rows.map(({ id, cells }) => ({ id, cells }));

const tryRows: Trial = (...of) => {
  const [{ chances }, , , sight] = of;
  const keys = chances.pick(["id", "name"] as const);
  const [offset, limit] = [chances.oneIn(3) ? chances.below(6) : 0, 1 + chances.below(12)];
  const wanted = chances.oneIn(3) ? chances.some(sight.fields, 3) : [];
  const fields = wanted.length > 0 ? { fields: wanted.map(({ name }) => name).join(",") } : {};
  const query = { keys, limit, offset, total: chances.pick(["none", "exact"] as const), ...fields };
  return tryList(of, listRows, { query }, ({ json }, list) => {
    const all = listOf(sight, list);
    const rows = all.slice(offset, offset + limit);
    const expected = rows.map((row) => shown(row, wanted.length > 0 ? wanted : sight.fields, keys));
    const total = query.total === "exact" ? all.length : null;
    return differs({ rows: expected, total }, { rows: withoutChange(json.rows), total: json.total?.rows ?? null });
  });
};

/** Page after page by cursor. */
const tryPages: Trial = async (...of) => {
  const [lane, model, asker, sight] = of;
  const asked = randomList(lane, model, sight);
  if (!asked.list || refusedBy(sight, "row.read")) return tryRows(...of);
  const ids: number[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 30; pages++) {
    const query = { ...asked.query, limit: 5, ...(cursor ? { cursor } : {}) };
    const answer = await ask(lane, asker, listRows, { params: { tableId: model.tableId }, query });
    if (answer.code !== null) return told("a page", "rows", answer);
    ids.push(...answer.json.rows.map(({ id }: { id: number }) => id));
    cursor = answer.json.next ?? undefined;
    if (!cursor) break;
  }
  const expected = listOf(sight, asked.list).map(({ id }) => id);
  return isDeepStrictEqual(ids, expected) ? null : `pages ${JSON.stringify([asked.query, expected, ids])}`;
};

const tryHiddenField: Trial = (...of) => {
  const [lane, model, , sight] = of;
  const field = lane.chances.pick(model.fields);
  const code = sight.fields.includes(field) ? null : "field.not_found";
  const asked: AskedList = { query: {}, list: { filter: null, search: null, sort: [] }, code: "" };
  return tryList(of, listRows, { query: { fields: field.name, keys: "id" }, asked, code }, ({ json }) => {
    const expected = sight.rows.map((row) => shown(row, [field], "id"));
    return differs(expected, withoutChange(json.rows));
  });
};

const tryRow: Trial = async (lane, model, asker, sight) => {
  const id = lane.chances.oneIn(8) ? 9999 : anyRowId(lane, model);
  const params = { tableId: model.tableId, rowId: id };
  const answer = await ask(lane, asker, getRow, { params, query: { keys: "id" } });
  const row = sight.rows.find((each) => each.id === id);
  const refusal = refusedBy(sight, "row.read") ?? (row ? null : "row.not_found");
  if (refusal) return answer.code === refusal ? null : told(`row ${id}`, refusal, answer);
  const expected = shown(row!, sight.fields, "id");
  const got = answer.json && { id: answer.json.id, cells: answer.json.cells };
  return isDeepStrictEqual(got, expected) ? null : told(`row ${id}`, expected, answer);
};

const tryFigures: Trial = (...of) => {
  const [{ chances }, model, , sight] = of;
  const field = chances.pick(model.fields);
  const kinds =
    field.type === "number" ? ["sum", "filled"] : field.type === "boolean" ? ["filled"] : ["unique", "empty"];
  const code = sight.fields.includes(field) ? null : "field.not_found";
  const query = { figures: JSON.stringify({ [field.id]: kinds }) };
  const asked = randomList(of[0], model, sight);
  return tryList(of, summarizeRows, { query, asked, code }, ({ json }, list) => {
    const rows = listOf(sight, list);
    const cells = rows.map((row) => row.cells[field.id] ?? null).filter((cell) => cell !== null);
    const sum = cells.length > 0 ? cells.reduce<number>((all, cell) => all + Number(cell), 0) : null;
    const values = { sum, filled: cells.length, unique: new Set(cells).size, empty: rows.length - cells.length };
    const expected = Object.fromEntries(kinds.map((kind) => [kind, values[kind as keyof typeof values]]));
    return differs({ rows: rows.length, figures: expected }, { rows: json.rows, figures: json.figures?.[field.id] });
  });
};

const tryGroups: Trial = (...of) => {
  const [lane, model, , sight] = of;
  const field = lane.chances.pick(model.fields.slice(0, 4));
  const code = sight.fields.includes(field) ? null : "field.not_found";
  const { query, ...asked } = randomList(lane, model, sight);
  const { sort: _sort, ...unsorted } = query;
  const list = asked.list && { ...asked.list, sort: [] };
  // A sort is nothing to groups: a hidden one is not asked about.
  if (asked.code === "field.not_found") return tryRows(...of);
  return tryList(
    of,
    groupRows,
    { query: { group: field.name }, asked: { ...asked, list, query: unsorted }, code },
    (answer, inList) => {
      const counts = new Map<string, number>();
      for (const row of listOf(sight, inList)) {
        const key = JSON.stringify(row.cells[field.id] ?? null);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const groups = answer.json.groups as { keys: unknown[]; rows: number }[];
      const got = groups.map(({ keys, rows }) => [JSON.stringify(keys[0]), rows]);
      return differs([...counts].toSorted(), got.toSorted());
    },
  );
};

const tryFind: Trial = (...of) => {
  const text = of[0].chances.pick(["bird", "sh", "n1", "2", "2026"]);
  return tryList(of, findRows, { query: { text } }, ({ json }, list) => {
    const hits = listOf(of[3], list).flatMap(({ cells }, at) => (holds(cells, of[3].fields, text) ? [at] : []));
    return differs({ rows: hits, total: hits.length }, { rows: json.rows, total: json.total });
  });
};

const tryPlace: Trial = (...of) => {
  const [lane, model, , sight] = of;
  const rowId = anyRowId(lane, model);
  const code = sight.rows.some(({ id }) => id === rowId) ? null : "row.not_found";
  return tryList(of, locateRow, { params: { rowId }, code }, ({ json }, list) => {
    const at = listOf(sight, list).findIndex(({ id }) => id === rowId);
    return differs(at < 0 ? null : at, json.row);
  });
};

const trySeek: Trial = (...of) => {
  const [lane, model, , sight] = of;
  const rowId = anyRowId(lane, model);
  const field = lane.chances.pick(model.fields);
  const [to, way] = [lane.chances.pick(["filled", "empty"] as const), lane.chances.pick(["down", "up"] as const)];
  const isSeen = sight.rows.some(({ id }) => id === rowId);
  const codes = [isSeen ? null : "row.not_found", sight.fields.includes(field) ? null : "field.not_found"];
  const asked: AskedList = { query: {}, list: { filter: null, search: null, sort: [] }, code: "" };
  // Either fault may be told.
  const code = codes.find((each) => each !== null) ?? null;
  if (codes.every((each) => each !== null)) return tryRow(...of);
  return tryList(of, seekRow, { params: { rowId }, query: { field: field.name, to, way }, asked, code }, ({ json }) => {
    const ids = sight.rows.map(({ id }) => id);
    const from = ids.indexOf(rowId);
    const ahead = way === "down" ? sight.rows.slice(from + 1) : sight.rows.slice(0, from).toReversed();
    const step = ahead.findIndex(({ cells }) => (cells[field.id] === null) === (to === "empty"));
    return differs(step < 0 ? null : step + 1, json.steps);
  });
};

const tryTable: Trial = async (lane, model, asker, sight) => {
  const answer = await ask(lane, asker, getTable, { params: { tableId: model.tableId } });
  if (sight.role === "none") return answer.code === "table.not_found" ? null : told("table", "nothing", answer);
  const expected = { fields: sight.fields.map(({ id }) => id), readOnly: [...sight.readOnly].toSorted() };
  const { fields, readOnlyFieldIds } = (answer.json ?? {}) as { fields?: Field[]; readOnlyFieldIds?: string[] };
  const got = { fields: fields?.map(({ id }) => id), readOnly: readOnlyFieldIds?.toSorted() };
  return isDeepStrictEqual(got, expected) ? null : told("table", expected, answer);
};

/** What the owner is told that somebody sees. */
const tryPreview: Trial = async (lane, model, asker, sight) => {
  const params = { tableId: model.tableId };
  const answer = await ask(lane, lane.askers[0]!, previewRules, { params, query: { person: asker.id } });
  const { rows, role, fields } = (answer.json ?? {}) as { rows?: number; role?: string; fields?: { access: string }[] };
  const seen = fields?.filter(({ access }) => access !== "hidden").length;
  const [rowsSeen, fieldsSeen] = sight.role === "none" ? [0, 0] : [sight.rows.length, sight.fields.length];
  const expected = { role: sight.role, rows: rowsSeen, seen: fieldsSeen };
  return isDeepStrictEqual({ role, rows, seen }, expected) ? null : told("preview", expected, answer);
};

/** The doors that read, each as often as it stands here. */
export const readTrials: Trial[] = [
  ...Array.from({ length: 8 }, () => tryRows),
  tryPages,
  tryHiddenField,
  tryRow,
  tryRow,
  tryFigures,
  tryFigures,
  tryGroups,
  tryGroups,
  tryFind,
  tryFind,
  tryPlace,
  trySeek,
  tryTable,
  tryPreview,
];
