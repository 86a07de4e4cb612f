import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/sign-in";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { keepAWayIn } from "../people/people.ways.ts";
import { readProviders } from "../providers/providers.ts";
import { deleteConnection, listConnectionsOf } from "./sign-in.connections.store.ts";

/** The providers that one's own account is connected to, oldest first; one that has gone is called by its address. */
export async function listConnections(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listConnections>> {
  const providers = await readProviders(weft);
  const { connections, hasPassword } = await listConnectionsOf(weft.db.people, actor.personId);
  return {
    hasPassword,
    connections: connections.map(({ id, issuer, createdAt }) => {
      const provider = providers.find((known) => known.issuer === issuer);
      return {
        id,
        providerId: provider?.isEnabled ? provider.id : null,
        name: provider?.name ?? issuer,
        connectedAt: createdAt.toISOString(),
      };
    }),
  };
}

/** Takes a provider off one's own account, unless it is the last way in. */
export async function disconnectProvider(weft: Weft, actor: Actor, connectionId: string): Promise<void> {
  const providers = await readProviders(weft);
  await weft.db.people.transaction().execute(async (trx) => {
    const issuer = await deleteConnection(trx, actor.personId, connectionId);
    if (issuer === undefined)
      throw new Problem("connection.not_found", phrase`Your account is not connected to this provider any more.`);
    await keepAWayIn(weft, trx, actor.personId);
    const signsInWith = providers.find((known) => known.issuer === issuer)?.name ?? issuer;
    const thing = { kind: "person" as const, id: actor.personId };
    await recordAudit(trx, actor, { action: "person.updated", thing, before: { signsInWith } });
  });
}
