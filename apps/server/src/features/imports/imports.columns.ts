import type { ColumnProfile, ColumnReading, ImportOptions, Profile } from "@weft/api/import-shapes";
import { isRejectNote } from "@weft/api/import-shapes";
import type { Fault } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";

/** A column of the file and the field it fills. */
export interface PlannedColumn {
  index: number;
  name: string;
  reading: ColumnReading;
  field: Field;
  /** Whether the import makes the field. */
  isNew: boolean;
}

/** Which field a column would fill, and why. */
export interface ColumnMatch {
  index: number;
  fieldId: string | null;
  how: "name" | "remembered" | "none";
}

/** A name as people compare it: without case, accents, spaces and marks. */
export function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The columns to load: not those a person left out, nor the leading ones of a rejects file. */
function keptColumns(profile: Profile, options: ImportOptions): ColumnProfile[] {
  const skips = new Map(options.columns.map((choice) => [choice.index, choice.skip]));
  return profile.columns.filter(({ index }) => !(skips.get(index) ?? isRejectNote(profile.columns, index)));
}

/** For each column the field it would fill: as chosen in earlier imports of this table, else by name. */
export function matchColumns(
  profile: Profile,
  fields: readonly Pick<Field, "id" | "name">[],
  remembered: ReadonlyMap<string, string>,
): ColumnMatch[] {
  const byName = new Map(fields.map((field) => [plainName(field.name), field.id]));
  const ids = new Set(fields.map((field) => field.id));
  const taken = new Set<string>();
  return profile.columns.map(({ index, header, name }) => {
    const known = remembered.get(plainName(header));
    const named = byName.get(plainName(name)) ?? byName.get(plainName(header));
    const fieldId = known && ids.has(known) ? known : named;
    if (!fieldId || taken.has(fieldId)) return { index, fieldId: null, how: "none" };
    taken.add(fieldId);
    return { index, fieldId, how: fieldId === known ? "remembered" : "name" };
  });
}

/**
 * What to load where, or every fault of the choices at once. `fields` null = a new table; `open` = what nobody has chosen
 * yet, which must be before it is loaded.
 */
export function planColumns(
  profile: Profile,
  chosen: ImportOptions,
  fields: readonly Field[] | null,
  remembered: ReadonlyMap<string, string>,
): { columns: PlannedColumn[]; issues: Fault[]; open: Fault[] } {
  const open: Fault[] = [];
  const options = ofFormat(profile, chosen);
  const kept = keptColumns(profile, options);
  const issues = checkIndexes(profile, options);
  if (kept.length === 0) issues.push({ path: "columns", message: phrase`every column is left out: keep at least one` });
  const columns = fields
    ? kept.flatMap((column) =>
        intoField(column, options, fields, matchColumns(profile, fields, remembered), { issues, open }),
      )
    : kept.map((column) => intoNewField(column, options));
  checkNames(columns, fields ?? [], issues);
  if (options.mode === "upsert") {
    if (options.keys.length === 0) open.push({ path: "keys", message: phrase`name the columns that identify a row` });
    else if (open.length === 0) checkKeys(columns, options, issues);
  }
  return { columns, issues, open };
}

/** What is chosen for a whole file goes for text; cells of other formats say themselves what they mean. */
function ofFormat({ reading }: Profile, options: ImportOptions): ImportOptions {
  return reading.format === "csv" ? options : { ...options, dateOrder: undefined, decimalMark: undefined };
}

function intoNewField(column: ColumnProfile, options: ImportOptions): PlannedColumn {
  const choice = options.columns.find(({ index }) => index === column.index);
  const reading = readingOf(column, options, choice?.shape);
  const name = (choice?.name ?? column.name).slice(0, limits.nameLengthMax);
  const field = { id: makeId("field"), name, description: null, ...reading.shape } as Field;
  return { index: column.index, name, reading, field, isNew: true };
}

function intoField(
  column: ColumnProfile,
  options: ImportOptions,
  fields: readonly Field[],
  matches: ColumnMatch[],
  faults: { issues: Fault[]; open: Fault[] },
): PlannedColumn[] {
  const choice = options.columns.find(({ index }) => index === column.index);
  if (choice?.fieldId === null) return [intoNewField(column, options)];
  const fieldId = choice?.fieldId ?? matches.find(({ index }) => index === column.index)?.fieldId;
  const field = fields.find(({ id }) => id === fieldId);
  if (field) {
    const reading = readingOf(column, options, { type: field.type, options: field.options } as ColumnReading["shape"]);
    return [{ index: column.index, name: column.name, reading, field, isNew: false }];
  }
  const path = `columns.${column.index}.fieldId`;
  const { name } = column;
  if (choice?.fieldId)
    faults.issues.push({
      path,
      message: phrase`the field that column “${name}” should fill is not in the table any more: choose another`,
    });
  else
    faults.open.push({
      path,
      message: phrase`column “${name}” fits no field of the table: choose one, add it as a new field, or leave it out`,
    });
  return [];
}

/** How a column is read: as chosen, else as detected for the type it shall have. */
function readingOf(
  column: ColumnProfile,
  options: ImportOptions,
  shape: ColumnReading["shape"] | undefined,
): ColumnReading {
  const choice = options.columns.find(({ index }) => index === column.index);
  const wanted = shape ?? (options.text ? ({ type: "text", options: {} } as const) : column.detected.shape);
  const fitting = column.candidates
    .filter(({ reading }) => reading.shape.type === wanted.type)
    .sort((a, b) => b.fits - a.fits)[0]?.reading;
  const base = column.detected.shape.type === wanted.type ? column.detected : (fitting ?? column.detected);
  return {
    ...base,
    shape: wanted,
    dateOrder: choice?.dateOrder ?? options.dateOrder ?? base.dateOrder,
    decimalMark: choice?.decimalMark ?? options.decimalMark ?? base.decimalMark,
  };
}

function checkIndexes(profile: Profile, options: ImportOptions): Fault[] {
  const seen = new Set<number>();
  return options.columns.flatMap(({ index }, place) => {
    const path = `columns.${place}.index`;
    if (seen.has(index)) return [{ path, message: phrase`column ${index} is named twice` }];
    seen.add(index);
    const last = profile.columns.length - 1;
    return index > last ? [{ path, message: phrase`the file has no column ${index}: the last is ${last}` }] : [];
  });
}

function checkNames(columns: PlannedColumn[], fields: readonly Field[], issues: Fault[]): void {
  const names = new Set(fields.map((field) => field.name.toLowerCase()));
  const targets = new Set<string>();
  for (const { index, name, field, isNew } of columns) {
    if (targets.has(field.id))
      issues.push({ path: `columns.${index}.fieldId`, message: phrase`two columns fill the field “${field.name}”` });
    targets.add(field.id);
    if (isNew && names.has(name.toLowerCase()))
      issues.push({ path: `columns.${index}.name`, message: phrase`there is another field called “${name}”` });
    names.add(name.toLowerCase());
  }
  const count = fields.length + columns.filter(({ isNew }) => isNew).length;
  if (count > limits.fieldsMax)
    issues.push({
      path: "columns",
      message: phrase`${count} fields are too many: a table has at most ${limits.fieldsMax}`,
    });
}

function checkKeys(columns: PlannedColumn[], options: ImportOptions, issues: Fault[]): void {
  options.keys.forEach((key, place) => {
    const column = findKey(columns, key);
    const path = `keys.${place}`;
    if (!column || column.isNew)
      issues.push({ path, message: phrase`“${key}” is no column that fills a field of the table` });
    else if (column.field.type === "json")
      issues.push({ path, message: phrase`“${key}” holds JSON, which cannot be a key` });
  });
}

/** The column a key names: by its own name or that of the field it fills. */
export function findKey(columns: readonly PlannedColumn[], key: string): PlannedColumn | undefined {
  const plain = plainName(key);
  return columns.find(({ name, field }) => plainName(name) === plain || plainName(field.name) === plain);
}
