import { Problem } from "@weft/api/problems";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../actor.ts";
import { toProblem } from "../doors/problem-reply.ts";
import { findActor, findActorByToken } from "../features/people/people.actors.ts";
import { access, accessByName } from "../features/workspaces/workspaces.access.ts";
import type { Weft } from "../weft.ts";
import type { LiveConnection } from "./live-connection.ts";
import type { LiveHub } from "./live-hub.ts";

/** Who asks for a socket: by `?token=`, else as any request says. */
export function findLiveActor(weft: Weft, request: FastifyRequest): Promise<Actor | null> {
  const { token } = request.query as { token?: unknown };
  return typeof token === "string" ? findActorByToken(weft, request, token) : findActor(weft, request);
}

/**
 * Asks again who everybody (or one person) is and what they may see; who is nobody any more is cut off, and who sees
 * something else of a table is told to read it anew. Asked once for those who come with the same right.
 */
export async function recheck(weft: Weft, hub: LiveHub, personId: string | null = null): Promise<void> {
  const isMeant = ({ actor }: LiveConnection) => personId === null || actor.personId === personId;
  const connections = [...hub.connections].filter(isMeant);
  try {
    const asked = new Map<string, Promise<unknown>>();
    const once = <T>(key: string, ask: () => Promise<T>) => {
      if (!asked.has(key)) asked.set(key, ask());
      return asked.get(key) as Promise<T>;
    };
    for (const connection of connections) {
      const { request } = connection;
      const credential = JSON.stringify([request.query, request.headers.authorization, request.headers.cookie]);
      const actor = await once(credential, () => findLiveActor(weft, request));
      if (actor) connection.actor = actor;
      else connection.signOut();
    }
    for (const { tableId, connection } of hub.watched()) {
      if (!isMeant(connection)) continue;
      const { actor } = connection;
      const reach = { tableId };
      const found = await once(`${actor.personId} ${actor.tokenId} ${tableId}`, () =>
        access(weft, actor, "row.read", reach).catch(toProblem),
      );
      if (!(found instanceof Problem)) hub.judge(connection, found);
      else if (found.status < 500) {
        hub.unwatch(connection, tableId);
        connection.refuse(found);
      }
    }
    await recheckWorkspaces(weft, connections, once);
  } catch (error) {
    weft.log.warn({ err: error }, "live connections could not be checked");
  }
}

async function recheckWorkspaces(
  weft: Weft,
  connections: LiveConnection[],
  once: <T>(key: string, ask: () => Promise<T>) => Promise<T>,
): Promise<void> {
  for (const { actor, workspaces, basesOf } of connections) {
    for (const workspaceId of new Set([...workspaces, ...basesOf])) {
      // Whoever knows the workspace, were it by name, is told of what they see in it.
      const lost = await once(`${actor.personId} ${actor.tokenId} ${workspaceId}`, () =>
        accessByName(weft, actor, "workspace.read", { workspaceId }).then(() => null, toProblem),
      );
      if (!lost || lost.status >= 500) continue;
      workspaces.delete(workspaceId);
      basesOf.delete(workspaceId);
    }
  }
}
