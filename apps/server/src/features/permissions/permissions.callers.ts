import type { Endpoint } from "@weft/api/endpoint";
import type { Permission, Role, TokenScope } from "@weft/model/permissions";
import { roleMay, roles, scopesMay } from "@weft/model/permissions";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";

/** Somebody who tries every endpoint. */
export interface Caller {
  name: string;
  personId: string;
  headers: Record<string, string>;
  /** In the workspace that is tried; null = no member. */
  role: Role | null;
  /** null = a session, or nobody. */
  scopes: TokenScope[] | null;
}

/** The workspace that is tried, and those who try. */
export interface World {
  test: TestWeft;
  owner: TestPerson;
  callers: Caller[];
}

/** Nobody, a stranger, one member of each role, and two tokens of the owner with a part of the rights. */
export async function makeWorld(test: TestWeft): Promise<World> {
  const owner = await makePerson(test, { isInstanceOwner: true });
  const { workspaceId } = owner;
  const stranger = await makePerson(test);
  const callers: Caller[] = [
    { name: "anonymous", personId: "", headers: {}, role: null, scopes: null },
    { name: "stranger", ...(await signedIn(test, stranger)), role: null, scopes: null },
  ];
  for (const role of roles) {
    const person = role === "owner" ? owner : await makePerson(test, { workspaceId, role });
    callers.push({ name: role, ...(await signedIn(test, person)), role, scopes: null });
  }
  for (const scopes of [["read"], ["write"]] as TokenScope[][]) {
    const person = await makePerson(test, { workspaceId, role: "owner", scopes });
    const headers = { authorization: `Bearer ${person.token}` };
    callers.push({ name: `${scopes[0]}-token`, personId: person.personId, headers, role: "owner", scopes });
  }
  return { test, owner, callers };
}

async function signedIn(test: TestWeft, person: TestPerson) {
  return { personId: person.personId, headers: { ...(await makeSession(test, person.personId)) } };
}

/** What a caller should get of an endpoint by its own access and permission: it works, or the refusal's status. */
export function expectedOf(endpoint: Endpoint, caller: Caller): "works" | 401 | 403 | 404 {
  if (endpoint.access === "public") return "works";
  if (caller.name === "anonymous") return 401;
  if (caller.scopes && endpoint.access === "session") return 403;
  const special = specials[endpoint.name];
  if (special) return special(caller) ? "works" : 403;
  if (!endpoint.permission) return "works";
  if (caller.scopes && !scopesMay(caller.scopes, endpoint.permission)) return 403;
  if (!caller.role) return 404;
  return roleMay(caller.role, endpoint.permission) ? "works" : 403;
}

/** Endpoints that belong to no workspace and ask in another way. */
const specials: Record<string, (caller: Caller) => boolean> = {
  "workspaces.create": (caller) => !caller.scopes || scopesMay(caller.scopes, "workspace.update" satisfies Permission),
  "providers.list": (caller) => caller.name === "owner",
  "providers.create": (caller) => caller.name === "owner",
  "providers.update": (caller) => caller.name === "owner",
  "providers.delete": (caller) => caller.name === "owner",
  "providers.test": (caller) => caller.name === "owner",
  "mails.list": (caller) => caller.name === "owner",
  "people.unlock": (caller) => caller.name === "owner",
  "people.disable": (caller) => caller.name === "owner",
  "people.enable": (caller) => caller.name === "owner",
  "audit.list": (caller) => caller.name === "owner",
  "audit.export": (caller) => caller.name === "owner",
  "audit.verify": (caller) => caller.name === "owner",
  "sign_ups.list": (caller) => caller.name === "owner",
  "sign_ups.approve": (caller) => caller.name === "owner",
  "sign_ups.delete": (caller) => caller.name === "owner",
  "limits.list": (caller) => caller.name === "owner",
  "limits.update": (caller) => caller.name === "owner",
};
