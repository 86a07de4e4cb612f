import { apiFrench } from "@weft/api/texts-fr";
import { modelFrench } from "@weft/model/texts/fr";
import type { Catalog } from "@weft/model/texts/phrase";
import { doorsFrench } from "./doors.ts";
import { filesFrench } from "./files.ts";
import { grantsFrench } from "./grants.ts";
import { importsFrench } from "./imports.ts";
import { membersFrench } from "./members.ts";
import { signInFrench } from "./sign-in.ts";
import { tablesFrench } from "./tables.ts";

/** All French of the server; each phrase stands in one catalog. */
export const frenchCatalogs: readonly Catalog[] = [
  modelFrench,
  apiFrench,
  doorsFrench,
  tablesFrench,
  signInFrench,
  grantsFrench,
  importsFrench,
  membersFrench,
  filesFrench,
];
