import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** How many tries a key may have, how quickly they are forgotten, and how long it is shut then. */
export interface TryRule {
  /** The last of so many tries shuts the key. */
  triesMax: number;
  /** A try is forgotten each so many seconds. */
  forgetSeconds: number;
  /** How long it is shut at first; twice as long with each try more, up to `longestSeconds`. */
  firstSeconds: number;
  longestSeconds: number;
}

/** Counts a try, in one statement for all processes; gives how long the key is shut, 0 when the try may go on. */
export async function takeTry(db: Db, key: string, account: string | null, rule: TryRule): Promise<number> {
  const left = sql`greatest(0, t.tries - extract(epoch from now() - t.tried_at)::float8 / ${rule.forgetSeconds}::float8) + 1`;
  const isShut = sql`t.locked_until > now()`;
  const over = sql`least(20, round(${left} - ${rule.triesMax}::float8))`;
  const seconds = sql`least(${rule.longestSeconds}::float8, ${rule.firstSeconds}::float8 * power(2::float8, ${over}))`;
  const taken = await sql<{ is_refused: boolean; ms_left: number }>`
    insert into weft.sign_in_tries as t (key, account, tries) values (${key}, ${account}, 1)
    on conflict (key) do update set
      tries = case when ${isShut} then t.tries else ${left} end,
      tried_at = case when ${isShut} then t.tried_at else now() end,
      locked_until = case
        when ${isShut} then t.locked_until
        when ${left} > ${rule.triesMax}::float8 - 0.5 then now() + make_interval(secs => ${seconds})
      end
    returning tried_at <> now() as is_refused,
      (extract(epoch from locked_until - now()) * 1000)::float8 as ms_left
  `.execute(db);
  const row = taken.rows[0] as { is_refused: boolean; ms_left: number };
  return row.is_refused ? Math.max(1, row.ms_left) : 0;
}

/** Takes back a try that was none, and opens what only it had shut. */
export async function giveTryBack(db: Db, key: string, { triesMax }: TryRule): Promise<void> {
  await sql`
    update weft.sign_in_tries set tries = greatest(0, tries - 1),
      locked_until = case when tries > ${triesMax}::float8 + 0.5 then locked_until end
    where key = ${key}
  `.execute(db);
}

/** Forgets the tries of these keys, and opens them. */
export async function forgetKeys(db: Db, keys: string[]): Promise<void> {
  await db.deleteFrom("sign_in_tries").where("key", "in", keys).execute();
}

/** Forgets every try at an account, from all addresses. */
export async function forgetTries(db: Db, account: string): Promise<void> {
  await db.deleteFrom("sign_in_tries").where("account", "=", account).execute();
}

/** Forgets tries that count no more. */
export async function forgetOldTries(db: Db): Promise<void> {
  await sql`delete from weft.sign_in_tries where tried_at < now() - interval '2 days'`.execute(db);
}

/** Whether the account with this e-mail has a session that was last used from this address. */
export async function isKnownAddress(db: Db, email: string, address: string): Promise<boolean> {
  const found = await db
    .selectFrom("sessions")
    .innerJoin("people", "people.id", "sessions.person_id")
    .select("sessions.id")
    .where("people.email", "=", email)
    .where("sessions.ip_address", "=", address)
    .executeTakeFirst();
  return found !== undefined;
}
