import { Problem } from "@weft/api/problems";
import type { Role } from "@weft/model/permissions";
import { compareRoles } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";

/** Refuses a role above one's own: to give, or of somebody whom one would change. */
export function refuseAbove(own: Role, other: Role): void {
  if (compareRoles(other, own) <= 0) return;
  const text = phrase`This takes a role above your own: ask somebody who has it.`;
  throw new Problem("auth.forbidden", text);
}
