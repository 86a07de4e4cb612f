import { access } from "./fr/access.ts";
import { announcements } from "./fr/announcements.ts";
import { audit } from "./fr/audit.ts";
import { docs } from "./fr/docs.ts";
import { entry } from "./fr/entry.ts";
import { handIns } from "./fr/hand-ins.ts";
import { home } from "./fr/home.ts";
import { imports } from "./fr/imports.ts";
import { it } from "./fr/it.ts";
import { outbox } from "./fr/outbox.ts";
import { queue } from "./fr/queue.ts";
import { secrets } from "./fr/secrets.ts";
import { security } from "./fr/security.ts";
import { session } from "./fr/session.ts";
import { team } from "./fr/team.ts";
import { teams } from "./fr/teams.ts";
import { tokens } from "./fr/tokens.ts";
import { upkeep } from "./fr/upkeep.ts";
import { yourData } from "./fr/your-data.ts";
import type { AreaMessages, Phrases } from "./messages.ts";

/** French of all pages but a table's own: fetched by those that say it. */
export const frAreas: Phrases<AreaMessages> = {
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
