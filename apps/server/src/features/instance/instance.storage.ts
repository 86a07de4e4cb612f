import type { ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/instance";
import type { Actor } from "../../actor.ts";
import { roomOf } from "../../health/health.machine.ts";
import type { Weft } from "../../weft.ts";
import { needInstanceOwner } from "./instance.owner.ts";
import {
  findBigTables,
  findReplicas,
  findSlowQueries,
  measureDatabase,
  measureFiles,
} from "./instance.storage.store.ts";

const textLengthMax = 400;

/** What the database and the files take up, and what is slow in them. */
export async function getStorage(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.getStorage>> {
  needInstanceOwner(actor);
  const db = weft.db.people;
  const [database, tables, slow, replicas, files, disk] = await Promise.all([
    measureDatabase(db),
    findBigTables(db),
    findSlowQueries(db),
    findReplicas(db),
    measureFiles(db),
    roomOf(weft.config.dataFolder).catch(() => null),
  ]);
  const queries = slow.queries.map(({ text, ...rest }) => ({ ...rest, text: hideValues(text) }));
  return {
    database: { ...database, tables, slow: { from: slow.from, queries }, replicas },
    files: { kind: weft.objects.kind, ...files, disk },
  };
}

/** A query without the values written into it: they may be cells. */
export function hideValues(query: string): string {
  return (
    query
      .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "'…'")
      // The database keeps the beginning of long ones: their last literal may not end.
      .replace(/'(?:[^']|'')*(?:'|$)/g, "'…'")
      .replace(/(?<![\w$."])\d+(?:\.\d+)?\b/g, "…")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, textLengthMax)
  );
}
