import { deleteGrant, listGrants, putGrant } from "@weft/api/grants";
import type { GrantShown, Receiver } from "@weft/api/grants";
import { listMembers } from "@weft/api/members";
import { listTeams } from "@weft/api/teams";
import type { GrantedRole } from "@weft/model/permissions";
import { computed } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import type { Place } from "./standings.ts";
import { peopleOf, standingsOf } from "./standings.ts";

/** Who may what at a place, and giving and taking it, each told with its way back. */
export async function useAccess(place: Place) {
  const api = useApi();
  const report = useReport();
  const { t } = useText();
  const thingId = place.thing.id;
  const workspace = { params: { workspaceId: place.workspaceId } };

  const { data, refresh } = await usePageData(`access:${thingId}`, async () => {
    const [here, around, members, teams] = await Promise.all([
      api.call(listGrants, { params: { thingId } }).then(({ grants }) => grants),
      // Who looks after this thing alone may not see what lies around it.
      place.base
        ? api.call(listGrants, { params: { thingId: place.base.id } }).then(({ grants }) => grants, nothing)
        : [],
      api.call(listMembers, workspace).then(({ members }) => members, nothing),
      api.call(listTeams, workspace).then(({ teams }) => teams, nothing),
    ]);
    return { here, around, members, teams };
  });
  const given = computed(() => data.value ?? { here: [], around: [], members: [], teams: [] });
  const standings = computed(() => standingsOf(place, given.value));
  const people = computed(() => peopleOf(given.value));

  async function put(to: GrantShown["to"], role: GrantedRole): Promise<void> {
    const receiver: Receiver = to.kind === "team" ? { teamId: to.id } : { personId: to.id };
    await api.call(putGrant, { params: { thingId }, body: { to: receiver, role } });
    await refresh();
  }

  async function takeBack(to: GrantShown["to"]): Promise<void> {
    const grant = given.value.here.find((each) => each.to.id === to.id);
    if (grant) await api.call(deleteGrant, { params: { thingId, grantId: grant.id } });
    await refresh();
  }

  /** Gives a role here; the way back is what was there before. */
  async function give(to: GrantShown["to"], role: GrantedRole): Promise<boolean> {
    const before = given.value.here.find((each) => each.to.id === to.id)?.role;
    const isGiven = await report.attempt(() => put(to, role));
    const back = () => (before ? put(to, before) : takeBack(to));
    const roleName = role === "none" ? t("access.none") : t(`team.roles.${role}`);
    if (isGiven) report.done(t("access.nowGiven", { name: to.name, role: roleName }), back);
    else await refresh();
    return isGiven;
  }

  async function withdraw({ to, role }: GrantShown): Promise<void> {
    const isDone = await report.attempt(() => takeBack(to));
    if (isDone) report.done(t("access.withdrawn", { name: to.name }), () => put(to, role));
  }

  return { given, standings, people, give, withdraw };
}

const nothing = () => [];
