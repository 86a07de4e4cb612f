import type { Role } from "@weft/model/permissions";
import { compareRoles, roles } from "@weft/model/permissions";
import { computed } from "vue";
import { useText } from "../../composables/useText.ts";
import { useTeam } from "./useTeam.ts";

/** Roles by name, and those that this person may give: up to their own, strongest first. */
export function useRoles() {
  const { t } = useText();
  const { team } = useTeam();
  const isGiven = (role: Role) => compareRoles(role, team.value?.role ?? "none") <= 0;
  const roleItems = computed(() =>
    roles
      .filter(isGiven)
      .toReversed()
      .map((value) => ({ value, label: t(`team.roles.${value}`), description: t(`team.roleTexts.${value}`) })),
  );
  return { roleItems, isGiven, roleName: (role: Role) => t(`team.roles.${role}`) };
}
