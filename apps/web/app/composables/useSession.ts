import type { ReplyOf } from "@weft/api/endpoint";
import type { Person } from "@weft/api/people";
import { getSession, signOut as signOutEndpoint } from "@weft/api/people";
import type { Permission } from "@weft/model/permissions";
import { roleMay } from "@weft/model/permissions";
import { computed } from "vue";
import { useCookie, useState } from "#imports";
import { useApi } from "./useApi.ts";

type Session = ReplyOf<typeof getSession>;

const year = 365 * 24 * 3600;

/** Who is here and in which workspace; the same on server and in the browser. */
export function useSession() {
  const api = useApi();
  const session = useState<Session | null>("session", () => null);
  const chosen = useCookie("weft-workspace", { maxAge: year, sameSite: "lax" });

  const me = computed<Person | null>(() => session.value?.me ?? null);
  const workspaces = computed(() => session.value?.workspaces ?? []);
  const workspace = computed(
    () => workspaces.value.find(({ id }) => id === chosen.value) ?? workspaces.value[0] ?? null,
  );

  async function refresh(): Promise<void> {
    session.value = await api.call(getSession, {});
  }

  async function signOut(): Promise<void> {
    await api.call(signOutEndpoint, {});
    await refresh();
  }

  return {
    session,
    me,
    workspaces,
    /** The workspace on screen; null only for a person without any. */
    workspace,
    chooseWorkspace: (id: string) => void (chosen.value = id),
    /** Whether this person may, in the workspace on screen: hides what would be refused. */
    may: (permission: Permission) => roleMay(workspace.value?.role ?? null, permission),
    refresh,
    signOut,
  };
}
