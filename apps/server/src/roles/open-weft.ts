import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { openDatabases } from "../database/databases.ts";
import { openObjectStore } from "../objects/open-object-store.ts";
import { openRedis } from "../redis/open-redis.ts";
import type { Weft } from "../weft.ts";
import { StartError } from "./start-error.ts";

/** Opens what a process works with; `config.databaseUrl` must be known by now. */
export async function openWeft(config: Config, log: Logger): Promise<Weft> {
  if (!config.databaseUrl) throw new StartError("This role needs a database: set WEFT_DATABASE_URL.");
  return {
    config,
    log,
    db: openDatabases(config.databaseUrl, config.databaseConnections, config.readSeconds),
    objects: await openObjectStore(config),
    redis: config.redisUrl ? await openRedis(config.redisUrl, log) : null,
  };
}
