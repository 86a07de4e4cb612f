import { bases } from "./en/bases.ts";
import { common } from "./en/common.ts";
import { errors } from "./en/errors.ts";
import { filters } from "./en/filters.ts";
import { groups } from "./en/groups.ts";
import { keys } from "./en/keys.ts";
import { look } from "./en/look.ts";
import { menu } from "./en/menu.ts";
import { notices } from "./en/notices.ts";
import { places } from "./en/places.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { table } from "./en/table.ts";

/** English of a table's page and of what stands around every page. English says which texts there are. */
export const en = {
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
