import type { HandIn } from "@weft/api/hand-in-shapes";
import { listBases } from "@weft/api/bases";
import { listGrants } from "@weft/api/grants";
import { listMembers } from "@weft/api/members";
import { listTeams } from "@weft/api/teams";
import { useApi } from "../../composables/useApi.ts";

/** Who owes it, as it is chosen. */
export interface DraftDebtor {
  kind: "person" | "team";
  id: string;
  name: string;
  each: boolean;
}

/** What is asked for, while it is being written. */
export interface HandInDraft {
  title: string;
  text: string;
  tableId: string | undefined;
  template: { uploadId: string; name: string } | null;
  firstDue: string;
  period: HandIn["period"];
  weeks: number;
  timeZone: string;
  opensDays: number;
  remindDays: number;
  debtors: DraftDebtor[];
}

/** A draft of nothing, or of what is asked for already. */
export function makeDraft(timeZone: string, handIn?: HandIn): HandInDraft {
  if (!handIn)
    return {
      title: "",
      text: "",
      tableId: undefined,
      template: null,
      firstDue: "",
      period: "monthly",
      weeks: 2,
      timeZone,
      opensDays: 14,
      remindDays: 3,
      debtors: [],
    };
  const { title, text, tableId, template, firstDue, period, weeks, opensDays, remindDays, debtors } = handIn;
  const parts = { title, text, tableId, template, firstDue, period, weeks, opensDays, remindDays };
  return { ...parts, timeZone: handIn.timeZone, debtors: debtors.map((debtor) => ({ ...debtor })) };
}

/** What can be changed of a request, as the doors take it. */
export function changeable({ title, text, template, opensDays, remindDays, debtors }: HandInDraft) {
  return {
    title,
    text,
    templateUploadId: template?.uploadId ?? null,
    opensDays,
    remindDays,
    debtors: debtors.map(({ kind, id, each }) => (kind === "person" ? { personId: id } : { teamId: id, each })),
  };
}

/** Somebody who can be asked: a member, or a guest who was given something around the table. */
export interface Choosable {
  id: string;
  name: string;
  /** null = a guest, of whom nothing else is told. */
  email: string | null;
}

/** People who were given something on a table or its base, members among them. */
export function useGuests() {
  const api = useApi();
  return async (thingIds: readonly string[]): Promise<Choosable[]> => {
    const found = await Promise.all(thingIds.map((thingId) => api.call(listGrants, { params: { thingId } })));
    const given = found.flatMap(({ grants }) => grants);
    return given
      .filter(({ to, role }) => to.kind === "person" && role !== "none")
      .map(({ to }) => ({ id: to.id, name: to.name, email: null }));
  };
}

/** What a request is put together from: tables, people and teams of a workspace. */
export function useChoices() {
  const api = useApi();
  return async (workspaceId: string) => {
    const params = { workspaceId };
    const [{ bases }, { members }, { teams }] = await Promise.all([
      api.call(listBases, { params }),
      api.call(listMembers, { params }),
      api.call(listTeams, { params }),
    ]);
    return {
      tables: bases.flatMap(({ name, tables }) =>
        tables.map(({ id, baseId, name: tableName }) => ({ value: id, label: `${name} / ${tableName}`, baseId })),
      ),
      people: members.map(({ personId, name, email }): Choosable => ({ id: personId, name, email })),
      teams,
    };
  };
}
