import type { BodyOf } from "@weft/api/endpoint";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/tokens";
import { tokenDays } from "@weft/api/tokens";
import { isId, makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { TokenThing } from "../../database/tables.tokens.ts";
import type { Weft } from "../../weft.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import { readRange } from "./tokens.addresses.ts";
import { hashSecret, makeTokenSecret } from "./tokens.secret.ts";
import type { NewToken } from "./tokens.store.ts";
import { findThings } from "./tokens.store.ts";

type Wanted = Omit<BodyOf<typeof contract.createToken>, "things">;

/** A new secret, and the token it stands for; throws `request.invalid` with all that is wrong of what is wanted. */
export function prepareToken(
  wanted: Wanted,
  things: TokenThing[] | null,
): { secret: string; token: Omit<NewToken, "personId"> } {
  const secret = makeTokenSecret();
  const token = {
    id: makeId("token"),
    name: wanted.name,
    start: secret.slice(0, 9),
    hash: hashSecret(secret),
    scopes: [...new Set(wanted.scopes)],
    things,
    ...readBounds(wanted),
    callsPerMinute: wanted.callsPerMinute,
  };
  return { secret, token };
}

/** What the trail tells of a new token. */
export function tellToken({ scopes, things, addresses, callsPerMinute, expiresAt }: Omit<NewToken, "personId">) {
  return {
    scopes,
    things: things?.map(({ baseId, tableId }) => tableId ?? baseId),
    addresses,
    callsPerMinute,
    expiresAt,
  };
}

/** The bases and tables of these ids, which the actor must be able to see; 404 for what they do not. */
export async function findOwnThings(
  weft: Weft,
  actor: Actor,
  ids: readonly string[] | null,
): Promise<TokenThing[] | null> {
  if (!ids) return null;
  for (const id of ids) {
    if (isId("base", id)) await accessByName(weft, actor, "base.read", { baseId: id });
    else await access(weft, actor, "table.read", { tableId: id });
  }
  return findThings(weft.db.people, ids);
}

function readBounds({ expiresAt, addresses }: Wanted): { expiresAt: Date | null; addresses: string[] } {
  const faults: Fault[] = [];
  const days = Date.now() + tokenDays * 86_400_000;
  const end = expiresAt === null ? null : new Date(expiresAt ?? days);
  if (end && end.getTime() <= Date.now()) faults.push({ path: "expiresAt", message: phrase`lies in the past` });
  const ranges = addresses.flatMap((text, index) => {
    const range = readRange(text);
    if (range) return [range];
    faults.push({
      path: `addresses.${index}`,
      message: phrase`is no address or range, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32`,
    });
    return [];
  });
  if (faults.length === 0) return { expiresAt: end, addresses: [...new Set(ranges)] };
  const text =
    faults[0]?.path === "expiresAt"
      ? phrase`The token would have expired before its first use.`
      : phrase`Say from which addresses the token may be used in another way.`;
  throw new Problem("request.invalid", text, faults);
}
