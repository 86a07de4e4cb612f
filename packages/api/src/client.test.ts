import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import { getSession } from "./people.ts";
import { Problem } from "./problems.ts";

const answering = (body: string, status: number, type = "text/html") =>
  createClient({ url: "", fetch: async () => new Response(body, { status, headers: { "content-type": type } }) });

test.each([502, 503, 504])(
  "a proxy that answers %i for a server that is away counts as not reached",
  async (status) => {
    const call = answering("<h1>Bad Gateway</h1>", status).call(getSession, {});
    await expect(call).rejects.toBeInstanceOf(TypeError);
  },
);

test("what the server itself refuses is a problem, also with such a status", async () => {
  const body = { code: "database.unavailable", detail: "The database does not answer.", errors: [] };
  const call = answering(JSON.stringify(body), 503, "application/problem+json").call(getSession, {});
  await expect(call).rejects.toMatchObject({ code: "database.unavailable" });
  await expect(answering("", 500).call(getSession, {})).rejects.toBeInstanceOf(Problem);
});
