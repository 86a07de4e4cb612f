import { roleMay } from "@weft/model/permissions";
import { computed } from "vue";
import { useSession } from "../../composables/useSession.ts";

/** The workspaces this person looks after, and which of them is on screen: the one of the tables, if it is among them. */
export function useTeam() {
  const { workspaces, workspace, chooseWorkspace } = useSession();
  const teams = computed(() => workspaces.value.filter(({ role }) => roleMay(role, "members.update")));
  const team = computed(() => teams.value.find(({ id }) => id === workspace.value?.id) ?? teams.value[0] ?? null);
  return { teams, team, chooseTeam: chooseWorkspace };
}
