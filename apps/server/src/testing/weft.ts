import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import { makeId } from "@weft/model/ids";
import type { Role, TokenScope } from "@weft/model/permissions";
import { tokenScopes } from "@weft/model/permissions";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { openDatabases } from "../database/databases.ts";
import { hashSecret, makeTokenSecret } from "../features/tokens/tokens.secret.ts";
import { openDiskStore } from "../objects/disk-store.ts";
import { openRedis } from "../redis/open-redis.ts";
import type { Weft } from "../weft.ts";
import { makeTestDatabase } from "./postgres.ts";

/** A whole Weft on a database of its own, listening on a free port; everything goes when it is disposed. */
export interface TestWeft {
  weft: Weft;
  app: FastifyInstance;
  url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Somebody who acts through the real client, and their workspace and base. */
export interface TestPerson {
  personId: string;
  token: string;
  client: Client;
  workspaceId: string;
  baseId: string;
}

/** Opens a Weft for a test; `environment` sets further `WEFT_…` variables. */
export async function makeTestWeft(environment: Record<string, string> = {}): Promise<TestWeft> {
  const database = await makeTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "weft-data-"));
  const config = readConfig({
    WEFT_DATA: folder,
    WEFT_DATABASE_URL: database.url,
    WEFT_LOG: "silent",
    WEFT_PORT: "0",
    WEFT_CALLS_PER_MINUTE: "0",
    WEFT_SECRET: "a secret of at least thirty-two characters",
    ...environment,
  });
  const log = pino({ level: config.logLevel });
  const weft: Weft = {
    config,
    log,
    db: openDatabases(database.url, 5, config.readSeconds),
    objects: await openDiskStore(join(folder, "objects")),
    redis: config.redisUrl ? await openRedis(config.redisUrl, log) : null,
  };
  const app = await buildApp(weft);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    weft,
    app,
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
      await Promise.all([weft.db[Symbol.asyncDispose](), weft.redis?.[Symbol.asyncDispose]()]);
      await database[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A person with a token; in `workspaceId` with `role` when given, else owner of a workspace and base of their own. */
export async function makePerson(
  test: TestWeft,
  options: { workspaceId?: string; role?: Role; scopes?: TokenScope[]; isInstanceOwner?: boolean } = {},
): Promise<TestPerson> {
  const db = test.weft.db.people;
  const personId = randomUUID();
  const token = makeTokenSecret();
  await db
    .insertInto("people")
    .values({
      id: personId,
      name: `Person ${personId.slice(0, 4)}`,
      email: `${personId}@example.org`,
      is_instance_owner: options.isInstanceOwner ?? false,
    })
    .execute();
  await db
    .insertInto("tokens")
    .values({
      id: makeId("token"),
      person_id: personId,
      name: "test",
      start: token.slice(0, 9),
      hash: hashSecret(token),
      scopes: options.scopes ?? [...tokenScopes],
    })
    .execute();
  const workspaceId = options.workspaceId ?? makeId("workspace");
  const baseId = makeId("base");
  if (!options.workspaceId)
    await db.insertInto("workspaces").values({ id: workspaceId, name: "Test workspace" }).execute();
  await db
    .insertInto("members")
    .values({ workspace_id: workspaceId, person_id: personId, role: options.role ?? "owner" })
    .execute();
  if (!options.workspaceId) {
    await db.insertInto("bases").values({ id: baseId, workspace_id: workspaceId, name: "Test base" }).execute();
    await test.weft.db.dataPool.query(`create schema "${baseId}"`);
  }
  return { personId, token, client: createClient({ url: test.url, token }), workspaceId, baseId };
}
