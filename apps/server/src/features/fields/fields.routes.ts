import * as contract from "@weft/api/fields";
import type { FieldShape } from "@weft/model/fields/field";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createField, deleteField, restoreField, updateField } from "./fields.actions.ts";
import { duplicateField } from "./fields.duplicate.ts";
import { previewRetype, retypeField } from "./fields.retype.ts";

/** Opens the doors of fields. */
export function registerFieldRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.createField, ({ actor, params, body }) => createField(weft, actor, params.tableId, body));
  route(app, weft, contract.duplicateField, ({ actor, params, body }) => duplicateField(weft, actor, params, body));
  route(app, weft, contract.updateField, ({ actor, params, body }) => updateField(weft, actor, params, body));
  route(app, weft, contract.previewRetype, ({ actor, params, body }) =>
    previewRetype(weft, actor, params, body as FieldShape),
  );
  route(app, weft, contract.retypeField, ({ actor, params, body }) => retypeField(weft, actor, params, body));
  route(app, weft, contract.deleteField, ({ actor, params }) => deleteField(weft, actor, params));
  route(app, weft, contract.restoreField, ({ actor, params }) => restoreField(weft, actor, params));
}
