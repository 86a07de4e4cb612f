import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { readProviders } from "../providers/providers.ts";

/** Throws `auth.last_way_in` when a person could not sign in any more; to be asked in the transaction, after the deed. */
export async function keepAWayIn(weft: Weft, trx: Transaction<WeftTables>, personId: string): Promise<void> {
  const issuers = (await readProviders(weft)).filter(({ isEnabled }) => isEnabled).map(({ issuer }) => issuer);
  // Two who take a way each, at once, come one after the other.
  await trx.selectFrom("people").select("id").where("id", "=", personId).forNoKeyUpdate().execute();
  const { rows } = await sql<{ ways: number }>`
    select (select count(*) from weft.accounts a where a.person_id = ${personId}
        and (a.password is not null or a.provider_id = any(${issuers}::text[])))
      + (select count(*) from weft.passkeys k where k.person_id = ${personId}) as ways`.execute(trx);
  if ((rows[0]?.ways ?? 0) > 0) return;
  throw new Problem(
    "auth.last_way_in",
    phrase`This is the only way into your account that is left: set a password first, or add another.`,
  );
}
