import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { readConfig } from "../config.ts";
import { openLog } from "../log.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { StartError } from "./start-error.ts";

/** Runs `deed` as somebody on the server of the tests, in one of its databases. */
async function asAccount<T>(url: URL, deed: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await deed(client);
  } finally {
    await client.end();
  }
}

test("an account without rights is told the statements that give it all it needs, and those do", async () => {
  const name = `narrow_${randomBytes(4).toString("hex")}`;
  const admin = new URL(inject("databaseUrl"));
  admin.pathname = "/postgres";
  const url = new URL(admin);
  Object.assign(url, { username: name, password: "narrow", pathname: `/${name}` });
  const config = readConfig({ WEFT_DATABASE_URL: url.href, WEFT_LOG: "silent" });
  const log = openLog(config, "test");
  const inIt = Object.assign(new URL(admin), { pathname: `/${name}` });
  await asAccount(admin, async (client) => {
    await client.query(`create role ${name} login password 'narrow'`);
    await client.query(`create database ${name}`);
  });
  try {
    const refusal: unknown = await prepareDatabase(config, log).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    const statements = (refusal as StartError).message.match(/^ {2}.*;$/gm) ?? [];
    expect(statements).toEqual([
      `  grant weft_data to "${name}";`,
      `  grant create on database "${name}" to "${name}" with grant option;`,
    ]);
    await asAccount(inIt, (client) => client.query(statements.join("\n")));
    await prepareDatabase(config, log);
    const { rows } = await asAccount(url, (client) => client.query("select from weft.people"));
    expect(rows).toEqual([]);
  } finally {
    await asAccount(admin, (client) => client.query(`drop database ${name} with (force)`));
  }
});
