import type { AuditEntry } from "@weft/api/audit";
import { listAudit } from "@weft/api/audit";
import { updateBase } from "@weft/api/bases";
import pg from "pg";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";

const guarded = ["audit", "audit_head", "audit_personal", "audit_salts"];

/** Does to the trail what only who owns its tables can: the triggers are off meanwhile. */
export async function tamper(test: TestWeft, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: test.weft.db.url });
  await client.connect();
  try {
    for (const table of guarded) await client.query(`alter table weft.${table} disable trigger user`);
    for (const statement of statements) await client.query(statement);
    for (const table of guarded) await client.query(`alter table weft.${table} enable trigger user`);
  } finally {
    await client.end();
  }
}

/** Entries as the instance's owner reads them. */
export async function listOf(owner: TestPerson, query: object = {}): Promise<AuditEntry[]> {
  return (await owner.client.call(listAudit, { query: { limit: 1000, ...query } })).entries;
}

/** What was done, in the order it was done. */
export const actionsOf = (entries: AuditEntry[]) => entries.map(({ action }) => action).reverse();

/** Writes `count` entries. */
export async function makeEntries(owner: TestPerson, count: number): Promise<void> {
  const params = { baseId: owner.baseId };
  for (let index = 1; index <= count; index++)
    await owner.client.call(updateBase, { params, body: { name: `B${index}` } });
}

/** A Weft with its owner. */
export async function makeOwner(): Promise<{
  weft: TestWeft;
  owner: TestPerson;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const weft = await makeTestWeft();
  const owner = await makePerson(weft, { isInstanceOwner: true });
  return { weft, owner, [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose]() };
}
