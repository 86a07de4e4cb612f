import type { Weft } from "../../weft.ts";
import { openSecret } from "./secrets.ts";
import { findSecretRow, noteSecretUsed } from "./secrets.store.ts";

/** What a named secret of the instance says, for using it; null = it is gone, or no key of ours opens it. */
export async function takeSecret(weft: Weft, id: string): Promise<string | null> {
  const row = await findSecretRow(weft.db.people, { id, workspaceId: null });
  if (!row) return null;
  await noteSecretUsed(weft.db.people, id);
  return openSecret(weft, row.sealed, namedSecretPlace(id));
}

/** Whether the instance has a secret of this id. */
export async function hasSecret(weft: Weft, id: string): Promise<boolean> {
  return (await findSecretRow(weft.db.people, { id, workspaceId: null })) !== undefined;
}

/** Where a named secret is kept, as its seal names it. */
export function namedSecretPlace(id: string): string {
  return `weft.secrets.sealed ${id}`;
}
