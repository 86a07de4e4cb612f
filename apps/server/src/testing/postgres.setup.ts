import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../database/embedded.ts";
import { migrate } from "../database/migrate.ts";

/** One PostgreSQL for all tests, with a migrated database `weft` that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "weft-test-"));
  // As root, PostgreSQL runs as another user, who must get through to its folder.
  await chmod(folder, 0o711);
  const database = await startEmbedded({
    folder,
    // A worker that vacuums a database would have to be ended before it is dropped, which only a superuser may.
    settings: { fsync: "off", max_connections: "300", shared_buffers: "128MB", autovacuum: "off" },
  });
  await runMigrations({ connectionString: database.url });
  await migrate(database.url);
  project.provide("databaseUrl", database.url);
  return async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
