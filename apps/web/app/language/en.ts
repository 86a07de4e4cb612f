import { access } from "./en/access.ts";
import { announcements } from "./en/announcements.ts";
import { audit } from "./en/audit.ts";
import { bases } from "./en/bases.ts";
import { common } from "./en/common.ts";
import { docs } from "./en/docs.ts";
import { entry } from "./en/entry.ts";
import { errors } from "./en/errors.ts";
import { filters } from "./en/filters.ts";
import { groups } from "./en/groups.ts";
import { handIns } from "./en/hand-ins.ts";
import { home } from "./en/home.ts";
import { imports } from "./en/imports.ts";
import { it } from "./en/it.ts";
import { keys } from "./en/keys.ts";
import { look } from "./en/look.ts";
import { menu } from "./en/menu.ts";
import { notices } from "./en/notices.ts";
import { outbox } from "./en/outbox.ts";
import { queue } from "./en/queue.ts";
import { secrets } from "./en/secrets.ts";
import { security } from "./en/security.ts";
import { session } from "./en/session.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { table } from "./en/table.ts";
import { team } from "./en/team.ts";
import { teams } from "./en/teams.ts";
import { tokens } from "./en/tokens.ts";
import { upkeep } from "./en/upkeep.ts";
import { yourData } from "./en/your-data.ts";

/** English: the language that says which texts there are. */
export const en = {
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
