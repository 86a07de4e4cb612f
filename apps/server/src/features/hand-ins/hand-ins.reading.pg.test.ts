import { acceptSubmission, getSubmission, openNextRound, updateHandIn } from "@weft/api/hand-ins";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { readTable } from "../imports/imports.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { handInText, makeHandIn, readSubmissions } from "./hand-ins.make.ts";

test("a file is read as the request says: its separator, the order of its dates and its decimal mark", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft);
  const { workspaceId } = owner;
  const editor = await makePerson(weft, { workspaceId, role: "editor" });
  const fields = [{ name: "Site" }, { name: "Day", type: "date" as const }, { name: "Count", type: "number" as const }];
  const { id: tableId } = await makeTable(weft, owner, { fields });
  const debtors = [{ personId: editor.personId }];
  const reading = { separator: "|", dateOrder: "mdy" as const, decimalMark: "," as const };
  const handIn = await makeHandIn(weft, owner, { debtors, tableId, reading });
  expect(handIn.reading).toEqual(reading);
  const submissionId = (await readSubmissions(owner, handIn))[0]?.id as string;
  // Each of them would be found out otherwise: commas, days first, thousands.
  const text = "Site|Day|Count\nA,B,C|02/03/2026|1,500\nD,E,F|04/05/2026|2,25\nG|31/12/2026|x\n";
  await handInText(weft, editor, { workspaceId, submissionId, text });
  const { check } = await owner.client.call(getSubmission, { params: { submissionId } });
  expect(check?.misfits.map(({ column, examples }) => [column, examples[0]?.value])).toEqual([
    ["Day", "31/12/2026"],
    ["Count", "x"],
  ]);
  await owner.client.call(acceptSubmission, { params: { submissionId } });
  await runJobs(weft.weft);
  expect(await readTable(weft, owner, tableId)).toEqual(["A,B,C,2026-02-03,1.500", "D,E,F,2026-04-05,2.25"]);
  // A file that says itself what is a number is not read as text is.
  await owner.client.call(openNextRound, { params: { handInId: handIn.id } });
  const next = (await readSubmissions(owner, handIn))[0]?.id as string;
  const typed = '[{"Site":"H","Day":"2026-03-02","Count":3.75}]';
  await handInText(weft, editor, { workspaceId, submissionId: next, text: typed });
  await owner.client.call(acceptSubmission, { params: { submissionId: next } });
  await runJobs(weft.weft);
  expect((await readTable(weft, owner, tableId)).at(-1)).toBe("H,2026-03-02,3.75");
  const body = { reading: { separator: ";" } };
  const { reading: changed } = await owner.client.call(updateHandIn, { params: { handInId: handIn.id }, body });
  expect(changed).toEqual({ separator: ";", dateOrder: null, decimalMark: null });
});
