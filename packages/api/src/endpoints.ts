import * as announcements from "./announcements.ts";
import * as audit from "./audit.ts";
import * as auditTargets from "./audit-targets.ts";
import * as bases from "./bases.ts";
import * as changes from "./changes.ts";
import type { Endpoint } from "./endpoint.ts";
import * as erasures from "./erasure.ts";
import * as exportsOf from "./exports.ts";
import * as fields from "./fields.ts";
import * as figures from "./figures.ts";
import * as finds from "./finds.ts";
import * as grants from "./grants.ts";
import * as handIns from "./hand-ins.ts";
import * as imports from "./imports.ts";
import * as instance from "./instance.ts";
import * as instanceSettings from "./instance-settings.ts";
import * as instanceWorkspaces from "./instance-workspaces.ts";
import * as invitations from "./invitations.ts";
import * as mails from "./mails.ts";
import * as members from "./members.ts";
import * as limits from "./limits.ts";
import * as notices from "./notices.ts";
import * as orphans from "./orphans.ts";
import * as passkeys from "./passkeys.ts";
import * as passwordLinks from "./password-links.ts";
import * as people from "./people.ts";
import * as providers from "./providers.ts";
import * as peopleAccess from "./people-access.ts";
import * as queue from "./queue.ts";
import * as rows from "./rows.ts";
import * as rules from "./rules.ts";
import * as secondFactor from "./second-factor.ts";
import * as secrets from "./secrets.ts";
import * as seeks from "./seeks.ts";
import * as sessions from "./sessions.ts";
import * as signUps from "./sign-ups.ts";
import * as signIns from "./sign-in.ts";
import * as takeAlongs from "./take-along.ts";
import * as teams from "./teams.ts";
import * as tokens from "./tokens.ts";
import * as uploads from "./uploads.ts";
import * as usage from "./usage.ts";
import * as workspaces from "./workspaces.ts";

/** All endpoints there are, in the order the docs page shows them. */
export const endpoints: Endpoint[] = [
  workspaces,
  members,
  invitations,
  usage,
  teams,
  grants,
  rules,
  bases,
  fields,
  rows,
  figures,
  finds,
  seeks,
  changes,
  uploads,
  imports,
  exportsOf,
  handIns,
  tokens,
  people,
  takeAlongs,
  erasures,
  sessions,
  passwordLinks,
  secondFactor,
  orphans,
  passkeys,
  peopleAccess,
  signIns,
  providers,
  signUps,
  notices,
  announcements,
  mails,
  audit,
  auditTargets,
  secrets,
  limits,
  instance,
  instanceSettings,
  instanceWorkspaces,
  queue,
]
  .flatMap((noun) => Object.values(noun) as unknown[])
  .filter(isEndpoint);

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === "object" && value !== null && "method" in value && "path" in value && "access" in value;
}
