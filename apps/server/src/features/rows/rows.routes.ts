import * as figures from "@weft/api/figures";
import * as finds from "@weft/api/finds";
import * as contract from "@weft/api/rows";
import * as seeks from "@weft/api/seeks";
import { limits } from "@weft/model/fields/field";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { goneSignal } from "../../doors/gone-signal.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { getRow, listRows } from "./rows.actions.ts";
import { createRows, deleteRows, moveRows, updateRow, updateRows, writeManyRows } from "./rows.edits.ts";
import { groupRows, summarizeRows } from "./rows.figures.ts";
import { findRows } from "./rows.find.ts";
import { locateRow, seekRow } from "./rows.seek.ts";

/** The HTTP doors of rows. Replies are JSON text that PostgreSQL wrote. */
export function registerRowRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listRows, async ({ actor, params, query, reply }) =>
    sendJson(reply, await listRows(weft, actor, params.tableId, query, goneSignal(reply))),
  );
  route(app, weft, figures.summarizeRows, ({ actor, params, query, reply }) =>
    summarizeRows(weft, actor, params.tableId, query, goneSignal(reply)),
  );
  route(app, weft, figures.groupRows, async ({ actor, params, query, reply }) =>
    sendJson(reply, await groupRows(weft, actor, params.tableId, query, goneSignal(reply))),
  );
  route(app, weft, finds.findRows, ({ actor, params, query, reply }) =>
    findRows(weft, actor, params.tableId, query, goneSignal(reply)),
  );
  route(app, weft, seeks.locateRow, ({ actor, params, query, reply }) =>
    locateRow(weft, actor, params, query, goneSignal(reply)),
  );
  route(app, weft, seeks.seekRow, ({ actor, params, query, reply }) =>
    seekRow(weft, actor, params, query, goneSignal(reply)),
  );
  route(app, weft, contract.getRow, async ({ actor, params, query, reply }) => {
    const row = await getRow(weft, actor, params.tableId, params.rowId, query.keys);
    return sendJson(reply.header("etag", `"${row.change}"`), row.json);
  });
  route(app, weft, contract.createRows, async ({ actor, params, query, body, request, reply }) => {
    const { rows, change } = await createRows(weft, actor, params.tableId, body.rows, query);
    return sendWritten(request, reply, `{"rows":[${rows.join(",")}],"change":${change}}`, contract.createRows.status);
  });
  route(app, weft, contract.updateRow, async ({ actor, params, query, body, request, reply }) => {
    const how = { ...query, ifMatch: request.headers["if-match"] };
    const row = await updateRow(weft, actor, params, body.cells, how);
    return sendJson(reply.header("etag", `"${row.change}"`), row.json);
  });
  route(app, weft, contract.updateRows, async ({ actor, params, query, body, request, reply }) => {
    const { rows, change } = await updateRows(weft, actor, params.tableId, body.rows, query);
    return sendWritten(request, reply, `{"rows":[${rows.join(",")}],"change":${change}}`);
  });
  route(app, weft, contract.writeRows, async ({ actor, params, query, body, request, reply }) => {
    const { rows, created, change } = await writeManyRows(weft, actor, params.tableId, body, query);
    const isTold = body.create.length + body.update.length <= limits.batchRowsMax;
    const told = isTold ? `[${rows.join(",")}]` : "null";
    return sendWritten(request, reply, `{"rows":${told},"created":[${created.join(",")}],"change":${change}}`);
  });
  route(app, weft, contract.moveRows, async ({ actor, params, body }) => ({
    change: await moveRows(weft, actor, params.tableId, body),
  }));
  route(app, weft, contract.deleteRows, async ({ actor, params, body }) => ({
    change: await deleteRows(weft, actor, params.tableId, body.ids),
  }));
  route(app, weft, contract.deleteRow, async ({ actor, params }) => {
    await deleteRows(weft, actor, params.tableId, [params.rowId]);
  });
}

/** An answer that is kept for its Idempotency-Key is handed back whole; all others go out as the text they are. */
function sendWritten<Reply>(request: FastifyRequest, reply: FastifyReply, json: string, status?: number) {
  if (request.headers["idempotency-key"] === undefined) return sendJson(reply, json, status);
  return JSON.parse(json) as Reply;
}

function sendJson(reply: FastifyReply, json: string, status = 200): FastifyReply {
  return reply.status(status).type("application/json; charset=utf-8").send(json);
}
