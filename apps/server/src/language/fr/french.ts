import { apiFrench } from "@weft/api/texts-fr";
import { modelFrench } from "@weft/model/texts/fr";
import type { Catalog } from "@weft/model/texts/phrase";
import { auditFrench } from "./audit.ts";
import { doorsFrench } from "./doors.ts";
import { filesFrench } from "./files.ts";
import { grantsFrench } from "./grants.ts";
import { handInsFrench } from "./hand-ins.ts";
import { importsFrench } from "./imports.ts";
import { instanceFrench } from "./instance.ts";
import { membersFrench } from "./members.ts";
import { noticesFrench } from "./notices.ts";
import { securityFrench } from "./security.ts";
import { signInFrench } from "./sign-in.ts";
import { tablesFrench } from "./tables.ts";

/** All French of the server; each phrase stands in one catalog. */
export const frenchCatalogs: readonly Catalog[] = [
  modelFrench,
  apiFrench,
  doorsFrench,
  tablesFrench,
  signInFrench,
  securityFrench,
  auditFrench,
  grantsFrench,
  importsFrench,
  handInsFrench,
  noticesFrench,
  membersFrench,
  instanceFrench,
  filesFrench,
];
