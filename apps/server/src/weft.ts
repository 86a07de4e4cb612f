import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { Databases } from "./database/databases.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import type { SharedRedis } from "./redis/open-redis.ts";

/** What a process of Weft has open; handed to every action. */
export interface Weft {
  config: Config;
  log: Logger;
  db: Databases;
  objects: ObjectStore;
  /** null = none is set: what it would hold lies in the database. */
  redis: SharedRedis | null;
}
