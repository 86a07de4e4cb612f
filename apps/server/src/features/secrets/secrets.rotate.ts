import assert from "node:assert/strict";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { secretPlace as providerPlace } from "../providers/providers.ts";
import { secretPlace as factorPlace } from "../second-factor/second-factor.codes.ts";
import { settingPlace } from "../settings/settings.live.ts";
import { namedSecretPlace } from "./secrets.named.ts";
import { keyOf, openSecret, sealSecret } from "./secrets.ts";

/** Everywhere something sealed is kept. */
const places = [
  { table: "secrets", id: "id", sealed: "sealed", placeOf: namedSecretPlace },
  { table: "sign_in_providers", id: "id", sealed: "client_secret", placeOf: providerPlace },
  { table: "second_factors", id: "person_id", sealed: "secret", placeOf: factorPlace },
  { table: "settings", id: "name", sealed: "sealed", placeOf: settingPlace },
] as const;

/** With how many keys of which kind what is kept is encrypted. */
export async function countKeys(weft: Weft, db: Kysely<WeftTables>) {
  const counts = { present: 0, earlier: 0, missing: 0 };
  for (const place of places) for (const { sealed } of await findSealed(db, place)) counts[keyOf(weft, sealed)] += 1;
  return { isOwn: weft.config.secretsKey !== undefined, ...counts };
}

/** Encrypts anew what earlier keys encrypted, and reads each again; gives how many. What no key opens stays as it is. */
export async function sealAllAnew(weft: Weft, trx: Transaction<WeftTables>): Promise<number> {
  let count = 0;
  for (const place of places) {
    for (const { id, sealed } of await findSealed(trx, place)) {
      const plain = keyOf(weft, sealed) === "earlier" ? openSecret(weft, sealed, place.placeOf(id)) : null;
      if (plain === null) continue;
      const anew = sealSecret(weft, plain, place.placeOf(id));
      assert.equal(openSecret(weft, anew, place.placeOf(id)), plain, "what was just sealed does not open");
      await sql`
        update ${sql.table(`weft.${place.table}`)} set ${sql.ref(place.sealed)} = ${anew}
        where ${sql.ref(place.id)} = ${id} and ${sql.ref(place.sealed)} = ${sealed}`.execute(trx);
      count += 1;
    }
  }
  return count;
}

async function findSealed(db: Kysely<WeftTables>, { table, id, sealed }: (typeof places)[number]) {
  const { rows } = await sql<{ id: string; sealed: string }>`
    select ${sql.ref(id)} as id, ${sql.ref(sealed)} as sealed from ${sql.table(`weft.${table}`)}
    where ${sql.ref(sealed)} is not null order by 1`.execute(db);
  return rows;
}
