import type { AuditTargetKind, AuditTargetOptions } from "@weft/api/audit-targets";
import type { Phrase } from "@weft/model/texts/phrase";
import type { Kysely, Selectable, Transaction } from "kysely";
import { sql } from "kysely";
import type { AuditShippingTable, AuditTargetsTable } from "../../database/secrets-tables.ts";
import type { WeftTables } from "../../database/tables.ts";

type TargetRow = Selectable<AuditTargetsTable>;
export type ShippingRow = Selectable<AuditShippingTable>;

/** The targets that are kept, by name. */
export function findTargetRows(db: Kysely<WeftTables>): Promise<TargetRow[]> {
  return db
    .selectFrom("audit_targets")
    .selectAll()
    .orderBy(sql`lower(name)`)
    .orderBy("id")
    .execute();
}

/** Enters a target that has the trail up to `position`. */
export async function insertTarget(
  trx: Transaction<WeftTables>,
  target: { id: string; name: string; kind: AuditTargetKind; options: AuditTargetOptions; isEnabled: boolean },
  position: number,
): Promise<void> {
  const { id, name, kind, isEnabled } = target;
  const options = JSON.stringify(target.options);
  await trx.insertInto("audit_targets").values({ id, name, kind, options, is_enabled: isEnabled }).execute();
  await trx.insertInto("audit_shipping").values({ target_id: id, position, is_wanted: isEnabled }).execute();
}

/** Changes what is given. */
export async function updateTargetRow(
  trx: Transaction<WeftTables>,
  id: string,
  { name, options, isEnabled }: { name?: string; options?: AuditTargetOptions; isEnabled?: boolean },
): Promise<void> {
  await trx
    .updateTable("audit_targets")
    .set({ name, options: options && JSON.stringify(options), is_enabled: isEnabled, updated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
}

/** Forgets a target; waits for a batch that is on its way to it. */
export async function deleteTargetRow(trx: Transaction<WeftTables>, id: string): Promise<void> {
  await trx.deleteFrom("audit_targets").where("id", "=", id).execute();
  await trx.deleteFrom("audit_shipping").where("target_id", "=", id).execute();
}

/** How far each target has the trail. */
export function findShipping(db: Kysely<WeftTables>): Promise<ShippingRow[]> {
  return db.selectFrom("audit_shipping").selectAll().execute();
}

/** Holds a target for this transaction; undefined when another sends to it. */
export function holdShipping(trx: Transaction<WeftTables>, targetId: string): Promise<ShippingRow | undefined> {
  return trx
    .selectFrom("audit_shipping")
    .selectAll()
    .where("target_id", "=", targetId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** The target has all entries up to `position`. */
export async function noteShipped(trx: Transaction<WeftTables>, targetId: string, position: number): Promise<void> {
  await trx
    .updateTable("audit_shipping")
    .set({ position, shipped_at: sql<Date>`now()`, failing_since: null, error: null, stopped_at: null })
    .where("target_id", "=", targetId)
    .execute();
}

/** A try failed; with `isLast` nobody tries again before somebody says so. */
export async function noteNotShipped(
  trx: Transaction<WeftTables>,
  targetId: string,
  { error, isLast }: { error: Phrase; isLast: boolean },
): Promise<void> {
  await trx
    .updateTable("audit_shipping")
    .set({
      error: JSON.stringify(error),
      failing_since: sql<Date>`coalesce(failing_since, now())`,
      ...(isLast ? { stopped_at: sql<Date>`now()`, has_job: false } : {}),
    })
    .where("target_id", "=", targetId)
    .execute();
}

/** Its job ends: the next entry adds another, unless it is not wanted. */
export async function leaveShipping(db: Kysely<WeftTables>, targetId: string): Promise<void> {
  await db.updateTable("audit_shipping").set({ has_job: false }).where("target_id", "=", targetId).execute();
}

/** Writes down which targets there are and are wanted, but for those that are sent to just now; new ones lack everything. */
export async function wantShipping(
  trx: Transaction<WeftTables>,
  targets: readonly { id: string; isEnabled: boolean }[],
): Promise<void> {
  const all = targets.map(({ id }) => id);
  const wanted = targets.filter(({ isEnabled }) => isEnabled).map(({ id }) => id);
  await sql`
    insert into weft.audit_shipping (target_id, position) select id, 0 from unnest(${all}::text[]) id
    on conflict do nothing`.execute(trx);
  await sql`
    with changed as (
      select target_id from weft.audit_shipping where is_wanted <> (target_id = any(${wanted}::text[]))
      for update skip locked
    )
    update weft.audit_shipping s set is_wanted = not is_wanted from changed where s.target_id = changed.target_id
  `.execute(trx);
}

const jobOfTarget = sql`
  select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where t.identifier = 'audit.ship' and j.payload ->> 'targetId' = s.target_id`;

/** Notices jobs that somebody has taken out of the queue. */
export async function missLostJobs(trx: Transaction<WeftTables>): Promise<void> {
  await sql`
    with lost as (
      select target_id from weft.audit_shipping s where has_job and not exists (${jobOfTarget}) for update skip locked
    )
    update weft.audit_shipping s set has_job = false from lost where s.target_id = lost.target_id`.execute(trx);
}

/** Adds a job for each wanted target that lacks entries and has none. */
export async function askForShipping(trx: Transaction<WeftTables>): Promise<void> {
  await sql`select weft.ask_for_shipping(number) from weft.audit_head`.execute(trx);
}

/** Forgets that a target failed, with the jobs that wait for their next try or were given up. */
export async function forgetFailure(trx: Transaction<WeftTables>, targetId: string): Promise<void> {
  await sql`
    select graphile_worker.complete_jobs(array_agg(j.id))
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'audit.ship' and j.payload ->> 'targetId' = ${targetId} and j.locked_at is null
    having count(*) > 0`.execute(trx);
  await trx
    .updateTable("audit_shipping")
    .set({ failing_since: null, stopped_at: null, error: null, has_job: false })
    .where("target_id", "=", targetId)
    .execute();
}
