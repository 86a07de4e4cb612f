import { access } from "./en/access.ts";
import { announcements } from "./en/announcements.ts";
import { audit } from "./en/audit.ts";
import { docs } from "./en/docs.ts";
import { entry } from "./en/entry.ts";
import { handIns } from "./en/hand-ins.ts";
import { home } from "./en/home.ts";
import { imports } from "./en/imports.ts";
import { it } from "./en/it.ts";
import { outbox } from "./en/outbox.ts";
import { queue } from "./en/queue.ts";
import { secrets } from "./en/secrets.ts";
import { security } from "./en/security.ts";
import { session } from "./en/session.ts";
import { team } from "./en/team.ts";
import { teams } from "./en/teams.ts";
import { tokens } from "./en/tokens.ts";
import { upkeep } from "./en/upkeep.ts";
import { yourData } from "./en/your-data.ts";

/** English of all pages but a table's own: fetched by those that say it. */
export const enAreas = {
  access,
  announcements,
  audit,
  docs,
  entry,
  handIns,
  home,
  imports,
  it,
  outbox,
  queue,
  secrets,
  security,
  session,
  team,
  teams,
  tokens,
  upkeep,
  yourData,
};
