import { base, table } from "@weft/api/bases";
import { change } from "@weft/api/changes";
import type { Endpoint } from "@weft/api/endpoint";
import { endpoints } from "@weft/api/endpoints";
import { exportJob, exportOptions } from "@weft/api/exports";
import { importJob, importOptions, profile } from "@weft/api/import-shapes";
import { notice } from "@weft/api/notices";
import { person } from "@weft/api/people";
import { problemBody } from "@weft/api/problems";
import { filter, row } from "@weft/api/rows";
import { field, fieldShape } from "@weft/api/shapes";
import { token } from "@weft/api/tokens";
import { upload } from "@weft/api/uploads";
import { workspace } from "@weft/api/workspaces";
import { idPrefixes } from "@weft/model/ids";
import { z } from "zod";

export type JsonSchema = Record<string, unknown>;
type Side = "input" | "output";

/** Shapes that have a name in the document; every other one stands where it is used. */
const named: Record<Side, Record<string, z.ZodType>> = {
  input: { Filter: filter, FieldShape: fieldShape, ExportOptions: exportOptions, ImportOptions: importOptions },
  output: {
    Workspace: workspace,
    Base: base,
    Table: table,
    Field: field,
    Row: row,
    Change: change,
    Upload: upload,
    Import: importJob,
    ImportProfile: profile,
    Export: exportJob,
    Token: token,
    Person: person,
    Notice: notice,
    Problem: problemBody,
  },
};

const sideOf = { params: "input", query: "input", body: "input", reply: "output" } as const;

/** JSON Schema of each part of each endpoint, and the named ones they refer to. */
export interface EndpointSchemas {
  components: Record<string, JsonSchema>;
  of(endpoint: Endpoint, part: keyof typeof sideOf): JsonSchema | undefined;
}

/** Translates the contract's zod shapes to JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export function makeSchemas(): EndpointSchemas {
  const made = { input: translate("input"), output: translate("output") };
  const components = Object.fromEntries(
    [...Object.entries(made.input), ...Object.entries(made.output)].filter(
      ([id]) => !id.includes(".") && !id.startsWith("__"),
    ),
  );
  return {
    components,
    of: (endpoint, part) => made[sideOf[part]][`${endpoint.name}.${part}`],
  };
}

function translate(side: Side): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named[side])) registry.add(schema, { id });
  for (const endpoint of endpoints) {
    for (const part of ["params", "query", "body", "reply"] as const) {
      const schema = endpoint[part];
      // A part that is itself a named shape is wrapped, so that it becomes a reference to it.
      if (schema && sideOf[part] === side) registry.add(z.union([schema]), { id: `${endpoint.name}.${part}` });
    }
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: side,
    unrepresentable: "any",
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => simplify(jsonSchema as JsonSchema, side),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [
      id,
      id.includes(".") ? unwrap(schema as JsonSchema) : plain(schema as JsonSchema),
    ]),
  );
}

/** Takes out what says nothing to a reader: bounds of every safe integer, and that answers may not grow. */
function simplify(schema: JsonSchema, side: Side): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (side === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.format === "date-time") delete schema.pattern;
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  for (const [name, property] of Object.entries(properties ?? {})) describeId(name, property);
}

const prefixOf: Record<string, string> = Object.fromEntries(
  Object.entries(idPrefixes).map(([kind, prefix]) => [`${kind}Id`, prefix]),
);

/** Ids are recognisable by their name: `tableId` is `tbl` and 14 letters or digits. */
function describeId(name: string, schema: JsonSchema): void {
  const prefix = prefixOf[name];
  if (prefix && schema.type === "string") schema.pattern = `^${prefix}[0-9a-z]{14}$`;
}

function plain({ $id: _id, $schema: _schema, ...schema }: JsonSchema): JsonSchema {
  return withoutDefinitions(schema);
}

function unwrap(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = plain(schema) as JsonSchema & { anyOf?: JsonSchema[] };
  return anyOf?.length === 1 ? { ...rest, ...anyOf[0] } : { ...rest, ...(anyOf ? { anyOf } : {}) };
}

/** Recursive shapes without a name (any JSON value) come with definitions of their own; any JSON is `{}`. */
function withoutDefinitions(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key === "$defs") return undefined;
    if (isAnyJson(value)) return { description: "any JSON value" };
    return value;
  });
  return JSON.parse(text) as JsonSchema;
}

function isAnyJson(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "$ref" in value &&
    /(__shared|__schema\d|\$defs)/.test(String((value as { $ref: string }).$ref))
  );
}
