import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** A database of one's own: a copy of the migrated template, gone when disposed. */
export async function makeTestDatabase(): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const template = new URL(inject("databaseUrl"));
  const admin = new URL(template);
  admin.pathname = "/postgres";
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(admin.href, `create database ${name} template weft strategy file_copy`);
  // Rights on a database are not copied with it.
  await run(admin.href, `grant create on database ${name} to weft_data`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => run(admin.href, `drop database if exists ${name} with (force)`),
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
