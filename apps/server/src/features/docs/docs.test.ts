import { Validator } from "@seriousme/openapi-schema-validator";
import { endpoints } from "@weft/api/endpoints";
import { describe, expect, test } from "vitest";
import { examples } from "./docs.examples.ts";
import { makeOpenApi } from "./docs.openapi.ts";

const document = makeOpenApi({ version: "1.2.3", url: "", sessionCookie: "weft.session_token" });

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, unknown>;
  security: Record<string, unknown>[];
}

function operationOf(path: string, method: string): Operation {
  const paths = document.paths as Record<string, Record<string, Operation>>;
  return paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()] as Operation;
}

describe("the OpenAPI document", () => {
  test("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(validator.version).toBe("3.1");
  });

  test.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    "%s is in it, with its parameters and its problems",
    (name, endpoint) => {
      const operation = operationOf(endpoint.path, endpoint.method);
      expect(operation.operationId).toBe(name);
      const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(inPath).toEqual([...endpoint.path.matchAll(/:(\w+)/g)].map(([, key]) => key));
      expect(Object.keys(operation.responses).some((status) => status.startsWith("2"))).toBe(true);
      for (const code of endpoint.problems ?? []) expect(JSON.stringify(operation.responses)).toContain(`\`${code}\``);
      expect(operation.security).toHaveLength({ public: 0, session: 1, any: 2 }[endpoint.access]);
    },
  );

  test("every reference leads somewhere", () => {
    const schemas = (document.components as { schemas: Record<string, unknown> }).schemas;
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(schemas).toHaveProperty(name as string);
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
  });

  test.each(Object.entries(examples))("the example of %s is taken by its endpoint", (name, { query, body }) => {
    const endpoint = endpoints.find((endpoint) => endpoint.name === name);
    const faults = [
      query && endpoint?.query?.safeParse(query).error,
      body && endpoint?.body?.safeParse(body).error,
      endpoint ? undefined : `there is no ${name}`,
    ];
    expect(faults.filter(Boolean)).toEqual([]);
  });

  test("every endpoint that takes a body has an example", () => {
    const without = endpoints.filter(({ name, body }) => body && examples[name]?.body === undefined);
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
