import * as contract from "@weft/api/announcements";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  createAnnouncement,
  deleteAnnouncement,
  dismissAnnouncement,
  listAnnouncements,
  updateAnnouncement,
} from "./announcements.actions.ts";

/** Opens the doors of announcements; what is to be shown comes with the session. */
export function registerAnnouncementRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listAnnouncements, ({ actor }) => listAnnouncements(weft, actor));
  route(app, weft, contract.createAnnouncement, ({ actor, body }) => createAnnouncement(weft, actor, body));
  route(app, weft, contract.updateAnnouncement, ({ actor, params, body }) =>
    updateAnnouncement(weft, actor, params.announcementId, body),
  );
  route(app, weft, contract.deleteAnnouncement, ({ actor, params }) =>
    deleteAnnouncement(weft, actor, params.announcementId),
  );
  route(app, weft, contract.dismissAnnouncement, ({ actor, params }) =>
    dismissAnnouncement(weft, actor, params.announcementId),
  );
}
