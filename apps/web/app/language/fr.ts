import { bases } from "./fr/bases.ts";
import { common } from "./fr/common.ts";
import { errors } from "./fr/errors.ts";
import { filters } from "./fr/filters.ts";
import { groups } from "./fr/groups.ts";
import { home } from "./fr/home.ts";
import { imports } from "./fr/imports.ts";
import { keys } from "./fr/keys.ts";
import { look } from "./fr/look.ts";
import { menu } from "./fr/menu.ts";
import { notices } from "./fr/notices.ts";
import { places } from "./fr/places.ts";
import { session } from "./fr/session.ts";
import { settings } from "./fr/settings.ts";
import { shell } from "./fr/shell.ts";
import { table } from "./fr/table.ts";
import type { EverydayMessages, Phrases } from "./messages.ts";

/** French of what every page may say. */
export const fr: Phrases<EverydayMessages> = {
  bases,
  common,
  errors,
  filters,
  groups,
  home,
  imports,
  keys,
  look,
  menu,
  notices,
  places,
  session,
  settings,
  shell,
  table,
};
