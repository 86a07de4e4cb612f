import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/secrets";
import type { Secret, SecretChanges, SecretWish } from "@weft/api/secrets";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { namedSecretPlace } from "./secrets.named.ts";
import { countKeys, sealAllAnew } from "./secrets.rotate.ts";
import type { SecretKey, SecretRow } from "./secrets.store.ts";
import {
  deleteSecretRow,
  findSecretRow,
  findSecretRows,
  findUseOf,
  insertSecret,
  updateSecretRow,
} from "./secrets.store.ts";
import { keyOf, sealSecret } from "./secrets.ts";

/** Whose secrets: a workspace's, or the instance's (null). */
type Owner = string | null;

/** Secrets by name, without what they say. */
export async function listSecrets(weft: Weft, actor: Actor, owner: Owner): Promise<{ secrets: Secret[] }> {
  await mayKeep(weft, actor, owner);
  return { secrets: (await findSecretRows(weft.db.people, owner)).map((row) => shown(weft, row)) };
}

/** Those of the instance, with how everything that is kept is encrypted. */
export async function listInstanceSecrets(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listSecrets>> {
  return { ...(await listSecrets(weft, actor, null)), keys: await countKeys(weft, weft.db.people) };
}

/** Keeps a secret, encrypted. */
export async function createSecret(weft: Weft, actor: Actor, owner: Owner, wish: SecretWish): Promise<Secret> {
  await mayKeep(weft, actor, owner);
  const key = { id: makeId("secret"), workspaceId: owner };
  const { name } = wish;
  const sealed = sealSecret(weft, wish.value, namedSecretPlace(key.id));
  const expiresAt = wish.expiresAt === null ? null : new Date(wish.expiresAt);
  await withFreeName(name, () =>
    weft.db.people.transaction().execute(async (trx) => {
      await insertSecret(trx, { ...key, name, sealed, expiresAt, createdBy: actor.personId });
      const after = { name, expiresAt };
      await recordAudit(trx, actor, { action: "secret.created", thing: toldOf(key, name), workspaceId: owner, after });
    }),
  );
  return shown(weft, await getRow(weft, key));
}

/** Changes a secret; its value is told nobody, only that there is another. */
export async function updateSecret(weft: Weft, actor: Actor, key: SecretKey, wish: SecretChanges): Promise<Secret> {
  await mayKeep(weft, actor, key.workspaceId);
  const before = await getRow(weft, key);
  const name = wish.name ?? before.name;
  const sealed = wish.value === undefined ? undefined : sealSecret(weft, wish.value, namedSecretPlace(key.id));
  const expiresAt = wish.expiresAt ? new Date(wish.expiresAt) : wish.expiresAt;
  await withFreeName(name, () =>
    weft.db.people.transaction().execute(async (trx) => {
      await updateSecretRow(trx, key.id, { name: wish.name, sealed, expiresAt: expiresAt as Date | null | undefined });
      await recordAudit(trx, actor, {
        action: "secret.changed",
        thing: toldOf(key, name),
        workspaceId: key.workspaceId,
        before: { name: before.name, expiresAt: before.expires_at },
        after: {
          name,
          expiresAt: expiresAt === undefined ? before.expires_at : expiresAt,
          hasNewValue: sealed !== undefined,
        },
      });
    }),
  );
  return shown(weft, await getRow(weft, key));
}

/** Forgets a secret that nothing uses. */
export async function deleteSecret(weft: Weft, actor: Actor, key: SecretKey): Promise<void> {
  await mayKeep(weft, actor, key.workspaceId);
  const { name, expires_at: expiresAt } = await getRow(weft, key);
  const use = await findUseOf(weft.db.people, key.id);
  if (use !== undefined)
    throw new Problem(
      "secret.in_use",
      phrase`The audit trail is signed with ${name} when it is sent to ${use}: name another secret there first.`,
    );
  await weft.db.people.transaction().execute(async (trx) => {
    await deleteSecretRow(trx, key.id);
    const told = { thing: toldOf(key, name), workspaceId: key.workspaceId, before: { name, expiresAt } };
    await recordAudit(trx, actor, { action: "secret.deleted", ...told });
  });
}

/** Encrypts all that is kept anew with the present key. */
export async function rotateSecrets(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.rotateSecrets>> {
  await mayKeep(weft, actor, null);
  const sealedAnew = await weft.db.people.transaction().execute(async (trx) => {
    const count = await sealAllAnew(weft, trx);
    const thing = { kind: "instance", id: null } as const;
    await recordAudit(trx, actor, { action: "secret.rotated", thing, after: { sealedAnew: count } });
    return count;
  });
  return { sealedAnew, keys: await countKeys(weft, weft.db.people) };
}

async function mayKeep(weft: Weft, actor: Actor, owner: Owner): Promise<void> {
  if (owner !== null) return void (await access(weft, actor, "workspace.update", { workspaceId: owner }));
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may keep its secrets.`);
}

async function getRow(weft: Weft, key: SecretKey): Promise<SecretRow> {
  const row = await findSecretRow(weft.db.people, key);
  if (!row) throw new Problem("secret.not_found", phrase`There is no secret ${key.id} here.`);
  return row;
}

async function withFreeName(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "secrets_name_once") throw error;
    throw new Problem("secret.name_taken", phrase`There is a secret called ${name} already: choose another name.`);
  }
}

function toldOf({ id }: SecretKey, name: string) {
  return { kind: "secret", id, name } as const;
}

function shown(weft: Weft, row: SecretRow): Secret {
  return {
    id: row.id,
    name: row.name,
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
    isReadable: keyOf(weft, row.sealed) !== "missing",
  };
}
