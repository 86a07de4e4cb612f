import * as contract from "@weft/api/bases";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import { fileHeaders } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import { createTable, deleteTable, duplicateTable, getTable, restoreTable, updateTable } from "./tables.actions.ts";
import { makeTemplate } from "./tables.template.ts";

/** Opens the doors of tables. */
export function registerTableRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.createTable, ({ actor, params, body }) => createTable(weft, actor, params.baseId, body));
  route(app, weft, contract.getTable, ({ actor, params }) => getTable(weft, actor, params.tableId));
  route(app, weft, contract.updateTable, ({ actor, params, body }) => updateTable(weft, actor, params.tableId, body));
  route(app, weft, contract.deleteTable, ({ actor, params }) => deleteTable(weft, actor, params.tableId));
  route(app, weft, contract.restoreTable, ({ actor, params }) => restoreTable(weft, actor, params.tableId));
  route(app, weft, contract.duplicateTable, ({ actor, params, body }) =>
    duplicateTable(weft, actor, params.tableId, body),
  );
  route(app, weft, contract.getTemplate, async ({ actor, params, query, reply }) => {
    const { content, ...file } = await makeTemplate(weft, actor, params.tableId, query.format);
    return fileHeaders(reply, file).send(content);
  });
}
