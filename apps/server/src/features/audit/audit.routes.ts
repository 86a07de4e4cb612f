import { Readable } from "node:stream";
import * as contract from "@weft/api/audit";
import type { FastifyInstance, FastifyReply } from "fastify";
import { route } from "../../doors/route.ts";
import { fileHeaders } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import {
  getLastCheck,
  listAudit,
  listWorkspaceAudit,
  openAudit,
  openWorkspaceAudit,
  verifyAudit,
} from "./audit.actions.ts";
import { writeAuditFile } from "./audit.files.ts";
import type { StoredLink } from "./audit.store.ts";

/** Opens the doors of the audit trail. */
export function registerAuditRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listAudit, ({ actor, query }) => listAudit(weft, actor, query));
  route(app, weft, contract.verifyAudit, ({ actor }) => verifyAudit(weft, actor));
  route(app, weft, contract.lastAuditCheck, ({ actor }) => getLastCheck(weft, actor));
  route(app, weft, contract.exportAudit, async ({ actor, query: { format, ...filter }, reply }) =>
    sendAudit(reply, format, await openAudit(weft, actor, filter)),
  );
  route(app, weft, contract.listWorkspaceAudit, ({ actor, params, query }) =>
    listWorkspaceAudit(weft, actor, { ...query, ...params }),
  );
  route(app, weft, contract.exportWorkspaceAudit, async ({ actor, params, query: { format, ...filter }, reply }) =>
    sendAudit(reply, format, await openWorkspaceAudit(weft, actor, { ...filter, ...params })),
  );
}

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

function sendAudit(
  reply: FastifyReply,
  format: keyof typeof types,
  batches: AsyncIterable<StoredLink[]>,
): FastifyReply {
  const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
  return fileHeaders(reply, { name, type: types[format] }).send(Readable.from(writeAuditFile(format, batches)));
}
