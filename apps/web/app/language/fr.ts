import { bases } from "./fr/bases.ts";
import { common } from "./fr/common.ts";
import { errors } from "./fr/errors.ts";
import { filters } from "./fr/filters.ts";
import { groups } from "./fr/groups.ts";
import { keys } from "./fr/keys.ts";
import { look } from "./fr/look.ts";
import { menu } from "./fr/menu.ts";
import { notices } from "./fr/notices.ts";
import { places } from "./fr/places.ts";
import { settings } from "./fr/settings.ts";
import { shell } from "./fr/shell.ts";
import { table } from "./fr/table.ts";
import type { EverydayMessages, Phrases } from "./messages.ts";

/** French of a table's page and of what stands around every page. */
export const fr: Phrases<EverydayMessages> = {
  bases,
  common,
  errors,
  filters,
  groups,
  keys,
  look,
  menu,
  notices,
  places,
  settings,
  shell,
  table,
};
