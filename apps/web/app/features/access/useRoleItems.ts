import type { GrantedRole, Role } from "@weft/model/permissions";
import { compareRoles, grantedRoles, roles } from "@weft/model/permissions";
import { useText } from "../../composables/useText.ts";

/** Roles by name, and lists of them to choose from, strongest first. */
export function useRoleItems() {
  const { t } = useText();
  const roleName = (role: GrantedRole) => (role === "none" ? t("access.none") : t(`team.roles.${role}`));
  const aboutRole = (role: GrantedRole) => (role === "none" ? t("access.noneText") : t(`team.roleTexts.${role}`));

  /** What somebody whose own role is `own` may give. */
  function givenItems(own: GrantedRole) {
    return grantedRoles
      .filter((role) => compareRoles(role, own) <= 0)
      .toReversed()
      .map((value) => ({ value, label: roleName(value), description: aboutRole(value) }));
  }

  function weakestName(role: Role): string {
    if (role === "viewer") return t("access.everybody");
    return role === "owner" ? roleName(role) : t("access.from", { role: roleName(role) });
  }

  /** The weakest role that may, from `least` on: the weakest of all is everybody. */
  function weakestItems(least: Role) {
    return roles
      .filter((role) => compareRoles(role, least) >= 0)
      .map((value) => ({
        value,
        label: weakestName(value),
      }));
  }

  return { roleName, givenItems, weakestName, weakestItems };
}
