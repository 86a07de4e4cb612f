import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { DataTransaction } from "../../database/databases.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getGrantedTable } from "./tables.granted.ts";

/** A table to be copied by somebody; refused to who sees but a part of it, for the copy would be whole. */
export async function getCopyable(trx: DataTransaction, granted: Granted): Promise<CatalogTable> {
  const { sight, whole } = await getGrantedTable(trx, granted);
  if (sight === null) return whole;
  throw new Problem(
    "auth.forbidden",
    phrase`You see only a part of ${whole.name}: ask somebody who sees all of it to copy it.`,
  );
}
