import { createAuditTarget } from "@weft/api/audit-targets";
import { createClient } from "@weft/api/client";
import { createSecret, createWorkspaceSecret } from "@weft/api/secrets";
import { makeSession } from "../people/people.make.ts";
import type { World } from "./permissions.callers.ts";
import type { Fixture } from "./permissions.fixtures.ts";

const plain: Fixture = () => ({});
const ofWorkspace: Fixture = ({ owner }) => ({ params: { workspaceId: owner.workspaceId } });
const syslog = { protocol: "udp", host: "nowhere.invalid", port: 514 } as const;
const newName = () => `S ${crypto.randomUUID()}`;

async function clientOf({ test, owner }: World) {
  return createClient({ url: test.url, headers: await makeSession(test, owner.personId) });
}

const ofTarget: Fixture = async (world) => {
  const body = { name: "T", syslog, isEnabled: false };
  return { params: { targetId: (await (await clientOf(world)).call(createAuditTarget, { body })).id } };
};

const ofSecret: Fixture = async (world) => {
  const body = { name: newName(), value: "a value" };
  return { params: { secretId: (await (await clientOf(world)).call(createSecret, { body })).id } };
};

const ofWorkspaceSecret: Fixture = async (world) => {
  const { workspaceId } = world.owner;
  const body = { name: newName(), value: "a value" };
  const { id } = await (await clientOf(world)).call(createWorkspaceSecret, { params: { workspaceId }, body });
  return { params: { workspaceId, secretId: id } };
};

/** Requests that work at the doors of the audit trail, where it is sent, and of secrets. */
export const auditFixtures: Record<string, Fixture> = {
  "audit.list": plain,
  "audit.export": plain,
  "audit.verify": plain,
  "audit.last_check": plain,
  "workspaces.audit": ofWorkspace,
  "workspaces.audit_file": ofWorkspace,
  "audit_targets.list": plain,
  "audit_targets.create": () => ({ body: { name: "T", syslog, isEnabled: false } }),
  "audit_targets.update": async (world, caller) => ({ ...(await ofTarget(world, caller)), body: { name: "U" } }),
  "audit_targets.delete": ofTarget,
  "audit_targets.test": ofTarget,
  "audit_targets.resume": ofTarget,
  "secrets.list": plain,
  "secrets.create": () => ({ body: { name: newName(), value: "a value" } }),
  "secrets.update": async (world, caller) => ({ ...(await ofSecret(world, caller)), body: { value: "another" } }),
  "secrets.delete": ofSecret,
  "secrets.rotate": plain,
  "workspaces.secrets": ofWorkspace,
  "workspaces.create_secret": async (world, caller) => ({
    ...(await ofWorkspace(world, caller)),
    body: { name: newName(), value: "a value" },
  }),
  "workspaces.update_secret": async (world, caller) => ({
    ...(await ofWorkspaceSecret(world, caller)),
    body: { value: "another" },
  }),
  "workspaces.delete_secret": ofWorkspaceSecret,
};
