import * as contract from "@weft/api/teams";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { addTeamMember, createTeam, deleteTeam, listTeams, removeTeamMember, updateTeam } from "./teams.actions.ts";

/** Opens the doors of teams and who is in them. */
export function registerTeamRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listTeams, ({ actor, params }) => listTeams(weft, actor, params.workspaceId));
  route(app, weft, contract.createTeam, ({ actor, params, body }) =>
    createTeam(weft, actor, params.workspaceId, body.name),
  );
  route(app, weft, contract.updateTeam, ({ actor, params, body }) => updateTeam(weft, actor, params.teamId, body.name));
  route(app, weft, contract.deleteTeam, ({ actor, params }) => deleteTeam(weft, actor, params.teamId));
  route(app, weft, contract.addTeamMember, ({ actor, params }) =>
    addTeamMember(weft, actor, params.teamId, params.personId),
  );
  route(app, weft, contract.removeTeamMember, ({ actor, params }) =>
    removeTeamMember(weft, actor, params.teamId, params.personId),
  );
}
