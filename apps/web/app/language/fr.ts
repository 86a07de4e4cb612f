import { access } from "./fr/access.ts";
import { announcements } from "./fr/announcements.ts";
import { audit } from "./fr/audit.ts";
import { bases } from "./fr/bases.ts";
import { common } from "./fr/common.ts";
import { docs } from "./fr/docs.ts";
import { entry } from "./fr/entry.ts";
import { errors } from "./fr/errors.ts";
import { filters } from "./fr/filters.ts";
import { groups } from "./fr/groups.ts";
import { handIns } from "./fr/hand-ins.ts";
import { home } from "./fr/home.ts";
import { imports } from "./fr/imports.ts";
import { it } from "./fr/it.ts";
import { keys } from "./fr/keys.ts";
import { look } from "./fr/look.ts";
import { menu } from "./fr/menu.ts";
import { notices } from "./fr/notices.ts";
import { outbox } from "./fr/outbox.ts";
import { queue } from "./fr/queue.ts";
import { secrets } from "./fr/secrets.ts";
import { security } from "./fr/security.ts";
import { session } from "./fr/session.ts";
import { settings } from "./fr/settings.ts";
import { shell } from "./fr/shell.ts";
import { table } from "./fr/table.ts";
import { team } from "./fr/team.ts";
import { teams } from "./fr/teams.ts";
import { tokens } from "./fr/tokens.ts";
import { upkeep } from "./fr/upkeep.ts";
import { yourData } from "./fr/your-data.ts";
import type { Messages, Phrases } from "./messages.ts";

/** French, with every text that English has. */
export const fr: Phrases<Messages> = {
  access,
  announcements,
  audit,
  bases,
  common,
  docs,
  entry,
  errors,
  filters,
  groups,
  handIns,
  home,
  imports,
  it,
  keys,
  look,
  menu,
  notices,
  outbox,
  queue,
  secrets,
  security,
  session,
  settings,
  shell,
  table,
  team,
  teams,
  tokens,
  upkeep,
  yourData,
};
