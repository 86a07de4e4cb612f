import type { Table } from "@weft/api/bases";
import type { Field, FieldType, JsonValue } from "@weft/model/fields/field";
import type { Condition, Operator } from "@weft/model/filter";

/** What the examples are made from. */
export interface ExampleInput {
  table: Table;
  /** Address of the instance, without a trailing slash. */
  url: string;
  /** Cells of a row of the table by field name, where it has one. */
  cells: Record<string, JsonValue> | null;
  rowId: number;
}

/** One call, in both languages. */
export interface Example {
  curl: string;
  javascript: string;
}

export const exampleNames = [
  "list",
  "filter",
  "get",
  "create",
  "update",
  "delete",
  "changes",
  "import",
  "export",
] as const;
export type ExampleName = (typeof exampleNames)[number];

const typical: Record<FieldType, JsonValue> = {
  text: "some text",
  long_text: "some longer text",
  number: 42,
  boolean: true,
  date: "2026-11-21",
  datetime: "2026-11-21T14:30:00",
  choice: "a choice",
  url: "https://example.org",
  email: "ann@example.org",
  json: { any: "value" },
};

/** A believable value of a field: from the table's own first row, else from its choices, else typical of its type. */
export function exampleValue(field: Field, cells: ExampleInput["cells"]): JsonValue {
  const own = cells?.[field.name];
  if (typeof own === "string" && own !== "") return own.length > 48 ? typical[field.type] : own;
  if (own !== undefined && own !== null && own !== "" && JSON.stringify(own).length <= 48) return own;
  if (field.type === "choice") return field.options.choices[0]?.name ?? typical.choice;
  if (field.type === "datetime" && field.options.zoned) return "2026-11-21T14:30:00+01:00";
  return typical[field.type];
}

/** Every example of a table, in its own names. */
export function makeExamples(input: ExampleInput): Record<ExampleName, Example> {
  const { table, rowId } = input;
  const rows = `/tables/${table.id}/rows`;
  const cells = someCells(input, 4);
  const changed = someCells(input, 1);
  return {
    list: read(input, rows, { limit: "100" }),
    filter: read(input, rows, { ...filterOf(input), ...sortOf(table.fields), total: "exact" }),
    get: read(input, `${rows}/${rowId}`),
    create: write(input, "POST", rows, { rows: [{ cells }] }, { "Idempotency-Key": "order-4711" }),
    update: write(input, "PATCH", `${rows}/${rowId}`, { cells: changed }),
    delete: write(input, "POST", `${rows}/delete`, { ids: [rowId] }),
    changes: read(input, `/tables/${table.id}/changes`, { since: String(Math.max(0, table.lastChange - 1)) }),
    import: importFile(input),
    export: exportTable(input),
  };
}

function someCells({ table, cells }: ExampleInput, count: number): Record<string, JsonValue> {
  return Object.fromEntries(table.fields.slice(0, count).map((field) => [field.name, exampleValue(field, cells)]));
}

const telling: Record<FieldType, Operator> = {
  text: "contains",
  long_text: "contains",
  number: "greater_or_equal",
  boolean: "is",
  date: "on_or_after",
  datetime: "on_or_after",
  choice: "is",
  url: "starts_with",
  email: "ends_with",
  json: "is_not_empty",
};

function filterOf({ table, cells }: ExampleInput): Record<string, string> {
  const field =
    table.fields.find(({ type }) => type === "number" || type === "choice" || type === "date") ?? table.fields[0];
  if (!field) return {};
  const op = telling[field.type];
  const condition: Condition = { field: field.name, op };
  if (op !== "is_not_empty") condition.value = exampleValue(field, cells);
  return { filter: JSON.stringify(condition) };
}

/** The last field downwards, then the first; commas in names are escaped as the API wants. */
function sortOf(fields: Field[]): Record<string, string> {
  const [first] = fields;
  const last = fields.at(-1);
  if (!first || !last) return {};
  return { sort: first === last ? `-${escapeName(last)}` : `-${escapeName(last)},${escapeName(first)}` };
}

function escapeName({ name }: Field): string {
  return name.replace(/[\\,]/g, "\\$&");
}

function read({ url }: ExampleInput, path: string, query: Record<string, string> = {}): Example {
  const entries = Object.entries(query);
  const data = entries.map(([name, value]) => ` \\\n  --data-urlencode ${quote(`${name}=${value}`)}`).join("");
  const lines = entries.length > 0 ? [`const query = new URLSearchParams(${show(query)});`] : [];
  lines.push(
    `const response = await fetch(\`${url}/api/v1${path}${entries.length > 0 ? "?${query}" : ""}\`, {`,
    "  headers: { Authorization: `Bearer ${process.env.WEFT_TOKEN}` },",
    "});",
    `const ${answerOf(path)} = await response.json();`,
  );
  return {
    curl: `curl ${entries.length > 0 ? "-G " : ""}"${url}/api/v1${path}" \\\n  -H "Authorization: Bearer $WEFT_TOKEN"${data}`,
    javascript: lines.join("\n"),
  };
}

function answerOf(path: string): string {
  if (path.endsWith("/changes")) return "{ changes, lastChange }";
  return path.endsWith("/rows") ? "{ rows, next }" : "row";
}

function write(
  { url }: ExampleInput,
  method: string,
  path: string,
  body: JsonValue,
  headers: Record<string, string> = {},
): Example {
  const lines = Object.entries(headers).map(([name, value]) => ` \\\n  -H "${name}: ${value}"`);
  const more = Object.entries(headers).map(([name, value]) => `    "${name}": "${value}",\n`);
  return {
    curl: `curl -X ${method} "${url}/api/v1${path}" \\\n  -H "Authorization: Bearer $WEFT_TOKEN" \\\n  -H "Content-Type: application/json"${lines.join("")} \\\n  -d ${quote(JSON.stringify(body, null, 2))}`,
    javascript: `const response = await fetch("${url}/api/v1${path}", {\n  method: "${method}",\n  headers: {\n    Authorization: \`Bearer \${process.env.WEFT_TOKEN}\`,\n    "Content-Type": "application/json",\n${more.join("")}  },\n  body: JSON.stringify(${indent(show(body))}),\n});\nif (!response.ok) throw new Error((await response.json()).detail);`,
  };
}

function importFile({ url, table }: ExampleInput): Example {
  const address = `${url}/api/v1/bases/${table.baseId}/imports/file?name=new-rows.csv&mode=append&tableId=${table.id}`;
  return {
    curl: `curl -X POST "${address}" \\\n  -H "Authorization: Bearer $WEFT_TOKEN" \\\n  -H "Content-Type: application/octet-stream" \\\n  --data-binary @new-rows.csv`,
    javascript: `import { openAsBlob } from "node:fs";\n\nconst response = await fetch("${address}", {\n  method: "POST",\n  headers: { Authorization: \`Bearer \${process.env.WEFT_TOKEN}\`, "Content-Type": "application/octet-stream" },\n  body: await openAsBlob("new-rows.csv"),\n});\nconst { id, state } = await response.json();`,
  };
}

function exportTable({ url, table }: ExampleInput): Example {
  const create = `${url}/api/v1/tables/${table.id}/exports`;
  return {
    curl: `EXPORT=$(curl -s -X POST "${create}" \\\n  -H "Authorization: Bearer $WEFT_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '{"format": "xlsx"}' | grep -o 'exp[0-9a-z]\\{14\\}' | head -1)\n\n# wait until its state is "done", then:\ncurl -OJ "${url}/api/v1/exports/$EXPORT/file" \\\n  -H "Authorization: Bearer $WEFT_TOKEN"`,
    javascript: `const headers = { Authorization: \`Bearer \${process.env.WEFT_TOKEN}\`, "Content-Type": "application/json" };\nlet job = await (await fetch("${create}", { method: "POST", headers, body: '{"format":"ndjson"}' })).json();\nwhile (job.state === "waiting" || job.state === "running") {\n  await new Promise((resolve) => setTimeout(resolve, 500));\n  job = await (await fetch(\`${url}/api/v1/exports/\${job.id}\`, { headers })).json();\n}\nconst file = await fetch(\`${url}/api/v1/exports/\${job.id}/file\`, { headers });`,
  };
}

/** One word of a shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** JSON as a JavaScript programmer writes it: names without quotes where they need none. */
function show(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^(\s*)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
