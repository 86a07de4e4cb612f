import type { Endpoint } from "@weft/api/endpoint";
import { endpoints } from "@weft/api/endpoints";
import type { ProblemCode } from "@weft/api/problems";
import { problemTitles } from "@weft/api/problem-titles";
import { problemCodes } from "@weft/api/problems";
import { examples } from "./docs.examples.ts";
import { introduction } from "./docs.introduction.ts";
import type { EndpointSchemas, JsonSchema } from "./docs.schemas.ts";
import { makeSchemas } from "./docs.schemas.ts";

/** Endpoints whose request body is a file as it is. */
const fileBodies = new Set(["uploads.create", "imports.file"]);
/** Endpoints that look at If-Match. */
const matching = new Set(["rows.update"]);

/** Names of the groups on the docs page, by the noun an endpoint's name begins with. */
const tags: Record<string, string> = {
  workspaces: "Workspaces",
  members: "Workspaces",
  invitations: "Workspaces",
  usage: "Workspaces",
  teams: "Teams and roles",
  grants: "Teams and roles",
  access: "Teams and roles",
  sign_ups: "Account",
  bases: "Bases",
  tables: "Tables",
  fields: "Fields",
  rows: "Rows",
  changes: "Changes",
  uploads: "Uploads",
  imports: "Imports",
  hand_ins: "Hand-ins",
  submissions: "Hand-ins",
  exports: "Exports",
  tokens: "Tokens",
  session: "Account",
  profile: "Account",
  notices: "Notices",
  people: "Instance",
  instance: "Instance",
  queue: "Instance",
  limits: "Instance",
  providers: "Instance",
  mails: "Instance",
  announcements: "Notices",
};

/** The whole API as an OpenAPI 3.1 document, made from the same objects the server answers by. */
export function makeOpenApi(options: { version: string; url: string; sessionCookie: string }): JsonSchema {
  const schemas = makeSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of inReadingOrder(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Weft",
      version: options.version,
      summary: "Tables of a team: read, write, import, export.",
      description: introduction,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${options.url}/api/v1` }],
    tags: [...new Set(endpoints.map(tagOf))].map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token from your settings, `weft_…`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: options.sessionCookie,
          description: "The cookie that signing in sets: for browsers.",
        },
      },
    },
  };
}

const methodOrder: Endpoint["method"][] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Group by group as they stand in the contract; in each the shorter addresses first, reading before writing. */
function inReadingOrder(all: Endpoint[]): Endpoint[] {
  const groups = [...new Set(all.map(tagOf))];
  return all.toSorted(
    (one, other) =>
      groups.indexOf(tagOf(one)) - groups.indexOf(tagOf(other)) ||
      one.path.split("/").length - other.path.split("/").length ||
      one.path.localeCompare(other.path, "en") ||
      methodOrder.indexOf(one.method) - methodOrder.indexOf(other.method),
  );
}

function tagOf(endpoint: Endpoint): string {
  return tags[endpoint.name.split(".")[0] as string] ?? "Other";
}

function operation(endpoint: Endpoint, schemas: EndpointSchemas): JsonSchema {
  const notes = [endpoint.permission ? `Needs the permission \`${endpoint.permission}\`.` : null];
  if (endpoint.access === "session") notes.push("For signed-in people only: a token cannot do this.");
  return {
    operationId: endpoint.name,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    description: notes.filter((note) => note !== null).join(" "),
    security: securityOf(endpoint),
    parameters: parametersOf(endpoint, schemas),
    ...bodyOf(endpoint, schemas),
    responses: { ...successOf(endpoint, schemas), ...problemsOf(endpoint) },
  };
}

function securityOf({ access }: Endpoint): Record<string, never[]>[] {
  if (access === "public") return [];
  return access === "session" ? [{ session: [] }] : [{ token: [] }, { session: [] }];
}

function parametersOf(endpoint: Endpoint, schemas: EndpointSchemas): unknown[] {
  const shown = examples[endpoint.name]?.query ?? {};
  const parameters = (["params", "query"] as const).flatMap((part) => {
    const { properties = {}, required = [] } = (schemas.of(endpoint, part) ?? {}) as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: part === "params" ? "path" : "query",
      required: part === "params" || required.includes(name),
      schema,
      ...(part === "query" && shown[name] !== undefined ? { example: readExample(schema, shown[name]) } : {}),
    }));
  });
  const headers: unknown[] = [];
  if (
    endpoint.once ||
    (endpoint.method === "POST" && (endpoint.status === 201 || endpoint.status === 202) && endpoint.access !== "public")
  )
    headers.push(header("Idempotency-Key", "Any text of your own: the same request sent again with it is done once."));
  if (matching.has(endpoint.name))
    headers.push(header("If-Match", "The row's ETag; if the row has changed since, nothing is written (412)."));
  return [...parameters, ...headers];
}

function readExample({ type }: JsonSchema, text: string): string | number {
  return type === "integer" || type === "number" ? Number(text) : text;
}

function header(name: string, description: string) {
  return { name, in: "header", required: false, description, schema: { type: "string" } };
}

function bodyOf(endpoint: Endpoint, schemas: EndpointSchemas): JsonSchema {
  if (fileBodies.has(endpoint.name)) {
    const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
    return { requestBody: { required: true, description: "The file's bytes.", content } };
  }
  const schema = schemas.of(endpoint, "body");
  if (!schema) return {};
  const example = examples[endpoint.name]?.body;
  const json = example === undefined ? { schema } : { schema, example };
  return { requestBody: { required: true, content: { "application/json": json } } };
}

function successOf(endpoint: Endpoint, schemas: EndpointSchemas): JsonSchema {
  if (endpoint.stream === "file") {
    const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
    return { 200: { description: "The file, as an attachment.", content } };
  }
  if (endpoint.stream === "events")
    return {
      200: { description: "Server-sent events.", content: { "text/event-stream": { schema: { type: "string" } } } },
    };
  const schema = schemas.of(endpoint, "reply");
  const status = endpoint.status ?? (schema ? 200 : 204);
  if (!schema) return { [status]: { description: "Done." } };
  return { [status]: { description: "The answer.", content: { "application/json": { schema } } } };
}

/** Problems every call can meet. */
function commonProblems({ access, permission }: Endpoint): ProblemCode[] {
  if (access === "public") return ["request.invalid", "limit.reached"];
  const scoped: ProblemCode[] = permission ? ["auth.forbidden", "auth.scope_missing"] : [];
  return ["request.invalid", "auth.required", ...scoped, "limit.reached"];
}

function problemsOf(endpoint: Endpoint): JsonSchema {
  const byStatus = new Map<number, Set<ProblemCode>>();
  for (const code of [...(endpoint.problems ?? []), ...commonProblems(endpoint)]) {
    const status = problemCodes[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([one], [other]) => one - other)
      .map(([status, codes]) => [
        status,
        { description: [...codes].map((code) => `${problemTitles.en[code]} (\`${code}\`)`).join("; "), content },
      ]),
  );
}
