import type { Endpoint } from "@weft/api/endpoint";
import { makeId } from "@weft/model/ids";
import type { Permission, Role, TokenScope } from "@weft/model/permissions";
import { roleMay, roles, scopesMay, tokenScopes } from "@weft/model/permissions";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { hashSecret, makeTokenSecret } from "../tokens/tokens.secret.ts";
import { insertToken } from "../tokens/tokens.store.ts";

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

/** Nobody, a stranger, one member of each role, two tokens of owners with a part of the rights, and one for other things. */
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
  callers.push(await makeLimited(test, workspaceId));
  return { test, owner, callers };
}

/** A token of an owner with all rights, but limited to a base of another workspace: of this one it may not know. */
async function makeLimited(test: TestWeft, workspaceId: string): Promise<Caller> {
  const { personId, workspaceId: elsewhere, baseId } = await makePerson(test);
  const member = { workspace_id: workspaceId, person_id: personId, role: "owner" };
  await test.weft.db.people.insertInto("members").values(member).execute();
  const secret = makeTokenSecret();
  const scopes = [...tokenScopes];
  const things = [{ workspaceId: elsewhere, baseId, tableId: null }];
  const token = { id: makeId("token"), personId, name: "t", start: "weft_", hash: hashSecret(secret), scopes, things };
  await insertToken(test.weft.db.people, { ...token, expiresAt: null });
  const headers = { authorization: `Bearer ${secret}` };
  return { name: "token for other things", personId, headers, role: null, scopes };
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
  "workspaces.create": (caller) =>
    caller.name !== "token for other things" &&
    (!caller.scopes || scopesMay(caller.scopes, "workspace.update" satisfies Permission)),
  "providers.list": (caller) => caller.name === "owner",
  "providers.create": (caller) => caller.name === "owner",
  "providers.update": (caller) => caller.name === "owner",
  "providers.delete": (caller) => caller.name === "owner",
  "providers.test": (caller) => caller.name === "owner",
  "mails.list": (caller) => caller.name === "owner",
  "mails.test": (caller) => caller.name === "owner",
  "mails.retry": (caller) => caller.name === "owner",
  "people.list": (caller) => caller.name === "owner",
  "people.end_sessions": (caller) => caller.name === "owner",
  "people.reset_second_factor": (caller) => caller.name === "owner",
  "people.send_password_link": (caller) => caller.name === "owner",
  "people.set_instance_owner": (caller) => caller.name === "owner",
  "instance.health": (caller) => caller.name === "owner",
  "instance.pulse": (caller) => caller.name === "owner",
  "instance.settings": (caller) => caller.name === "owner",
  "instance.update_settings": (caller) => caller.name === "owner",
  "instance.storage": (caller) => caller.name === "owner",
  "orphans.count": (caller) => caller.name === "owner",
  "orphans.clear": (caller) => caller.name === "owner",
  "instance.workspaces": (caller) => caller.name === "owner",
  "instance.workspace_members": (caller) => caller.name === "owner",
  "queue.get": (caller) => caller.name === "owner",
  "queue.list": (caller) => caller.name === "owner",
  "queue.retry": (caller) => caller.name === "owner",
  "queue.cancel": (caller) => caller.name === "owner",
  "people.unlock": (caller) => caller.name === "owner",
  "people.disable": (caller) => caller.name === "owner",
  "people.enable": (caller) => caller.name === "owner",
  "audit.list": (caller) => caller.name === "owner",
  "audit.export": (caller) => caller.name === "owner",
  "audit.verify": (caller) => caller.name === "owner",
  "audit.last_check": (caller) => caller.name === "owner",
  "audit_targets.list": (caller) => caller.name === "owner",
  "audit_targets.create": (caller) => caller.name === "owner",
  "audit_targets.update": (caller) => caller.name === "owner",
  "audit_targets.delete": (caller) => caller.name === "owner",
  "audit_targets.test": (caller) => caller.name === "owner",
  "audit_targets.resume": (caller) => caller.name === "owner",
  "secrets.list": (caller) => caller.name === "owner",
  "secrets.create": (caller) => caller.name === "owner",
  "secrets.update": (caller) => caller.name === "owner",
  "secrets.delete": (caller) => caller.name === "owner",
  "secrets.rotate": (caller) => caller.name === "owner",
  "sign_ups.list": (caller) => caller.name === "owner",
  "sign_ups.approve": (caller) => caller.name === "owner",
  "sign_ups.delete": (caller) => caller.name === "owner",
  "announcements.list": (caller) => caller.name === "owner",
  "announcements.create": (caller) => caller.name === "owner",
  "announcements.update": (caller) => caller.name === "owner",
  "announcements.delete": (caller) => caller.name === "owner",
  "people.look_at_erasure": (caller) => caller.name === "owner",
  "people.erase": (caller) => caller.name === "owner",
  "limits.list": (caller) => caller.name === "owner",
  "limits.update": (caller) => caller.name === "owner",
};
