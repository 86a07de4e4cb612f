import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { notify } from "../notices/notices.notify.ts";
import type { NoticeData } from "../notices/notices.notify.ts";
import type { SubmissionRow } from "./hand-ins.submissions.store.ts";
import { findDebtorIds, findDeciderIds } from "./hand-ins.submissions.store.ts";

type Db = Kysely<WeftTables>;

/** Why somebody is told that they owe: a round opened, its day comes near, is here or is another, or a manager reminds them. */
type WhyDue = "asked" | "before" | "day" | "moved" | "reminded";

/** Tells those who owe submissions that they do. */
export async function tellDue(
  trx: Db,
  submissionIds: readonly string[],
  { title, dueOn, why }: { title: string; dueOn: string; why: WhyDue },
): Promise<void> {
  const isNews = why === "asked" || why === "moved";
  const word = {
    title: titleOf(why, title, dueOn),
    text: why === "asked" ? phrase`You are asked for a file.` : phrase`Your file has not been handed in yet.`,
    linkLabel: phrase`Hand it in`,
    tone: isNews ? ("plain" as const) : ("warning" as const),
  };
  for (const id of submissionIds) await tellDebtors(trx, id, "handin_due", word, null);
}

function titleOf(why: WhyDue, title: string, dueOn: string): Phrase {
  if (why === "day") return phrase`${title} is due today`;
  return why === "moved"
    ? phrase`${title} is now due on ${sayDay(dueOn)}`
    : phrase`${title} is due on ${sayDay(dueOn)}`;
}

/** Tells those who owe a submission, but for whoever did it. */
async function tellDebtors(
  trx: Db,
  submissionId: string,
  kind: "handin_due" | "handin_sent_back" | "handin_accepted",
  word: Omit<NoticeData, "link">,
  doerId: string | null,
): Promise<void> {
  for (const personId of await findDebtorIds(trx, submissionId))
    if (personId !== doerId) await notify(trx, personId, kind, { ...word, link: `/hand-ins/${submissionId}` });
}

/** Tells who decides that something was handed in. */
export async function tellReceived(trx: Db, row: SubmissionRow, who: string, fileName: string): Promise<void> {
  const word = {
    title: phrase`${who} handed in ${row.title}`,
    text: phrase`The file is ${fileName}. Nothing of it is loaded before you accept it.`,
    linkLabel: phrase`Look at it`,
    link: `/team-manager/hand-ins/${row.handInId}?submission=${row.id}`,
  };
  for (const personId of await findDeciderIds(trx, row)) await notify(trx, personId, "handin_received", word);
}

/** Tells who owes it that it was sent back, and what for. */
export async function tellSentBack(
  trx: Db,
  row: SubmissionRow,
  by: { id: string; name: string },
  comment: string,
): Promise<void> {
  const word = {
    title: phrase`${row.title} was sent back`,
    text: phrase`${by.name} writes: ${comment}`,
    linkLabel: phrase`Hand it in again`,
    tone: "warning" as const,
  };
  await tellDebtors(trx, row.id, "handin_sent_back", word, by.id);
}

/** Tells who owes it that it is accepted. */
export async function tellAccepted(trx: Db, row: SubmissionRow, by: { id: string; name: string }): Promise<void> {
  const word = {
    title: phrase`${row.title} is accepted`,
    text: phrase`${by.name} accepted your file.`,
    tone: "good" as const,
  };
  await tellDebtors(trx, row.id, "handin_accepted", word, by.id);
}

/** A day as people write it, in words that can be said in another language. */
function sayDay(day: string): Phrase {
  const [year = "", month, date] = day.split("-");
  return phrase`${String(Number(date))} ${monthNames[Number(month) - 1] as Phrase} ${year}`;
}

const monthNames: readonly Phrase[] = [
  phrase`January`,
  phrase`February`,
  phrase`March`,
  phrase`April`,
  phrase`May`,
  phrase`June`,
  phrase`July`,
  phrase`August`,
  phrase`September`,
  phrase`October`,
  phrase`November`,
  phrase`December`,
];
