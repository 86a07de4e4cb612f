import type { HandIn, HandInReading } from "@weft/api/hand-in-shapes";
import { listBases } from "@weft/api/bases";
import { listGrants } from "@weft/api/grants";
import { createHandIn, updateHandIn } from "@weft/api/hand-ins";
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
  /** The day of the next round, which is the first of what is new; "" = there is none. */
  dueOn: string;
  period: HandIn["period"];
  weeks: number;
  timeZone: string;
  opensDays: number;
  remindDays: number;
  reading: HandInReading;
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
      dueOn: "",
      period: "monthly",
      weeks: 2,
      timeZone,
      opensDays: 14,
      remindDays: 3,
      reading: { separator: null, dateOrder: null, decimalMark: null },
      debtors: [],
    };
  const { title, text, tableId, template, period, weeks, timeZone: zone, opensDays, remindDays } = handIn;
  const parts = { title, text, tableId, template, period, weeks, timeZone: zone, opensDays, remindDays };
  const debtors = handIn.debtors.map((debtor) => ({ ...debtor }));
  return { ...parts, dueOn: handIn.nextDue ?? "", reading: { ...handIn.reading }, debtors };
}

/** What can be changed of a request, as the doors take it. */
function changeable({ title, text, template, period, weeks, opensDays, remindDays, reading, debtors }: HandInDraft) {
  const templateUploadId = template?.uploadId ?? null;
  return { title, text, templateUploadId, period, weeks, opensDays, remindDays, reading, debtors: owing(debtors) };
}

/** Who owes it, as the doors take it. */
export function owing(debtors: readonly Pick<DraftDebtor, "kind" | "id" | "each">[]) {
  return debtors.map(({ kind, id, each }) => (kind === "person" ? { personId: id } : { teamId: id, each }));
}

/** Asks for what a draft says, or changes what is asked for already; gives it as it is then. */
export function useHandInSaving() {
  const api = useApi();
  return (draft: HandInDraft, of: { workspaceId: string; handIn?: HandIn }): Promise<HandIn> => {
    const { tableId = "", dueOn, timeZone } = draft;
    if (of.handIn) {
      const body = { ...changeable(draft), ...(dueOn && { nextDue: dueOn }) };
      return api.call(updateHandIn, { params: { handInId: of.handIn.id }, body });
    }
    const body = { ...changeable(draft), tableId, firstDue: dueOn, timeZone };
    return api.call(createHandIn, { params: { workspaceId: of.workspaceId }, body });
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
export type HandInChoices = Awaited<ReturnType<ReturnType<typeof useChoices>>>;

/** Reads them. */
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
