import { expect, test } from "vitest";
import { runImport } from "../features/imports/imports.make.ts";
import { runJobs } from "../testing/jobs.ts";
import { startSmtp } from "../testing/smtp.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

const victim = "victim@example.org";

test("nothing that people type adds a header or a recipient to a mail, as a real mail server receives it", async () => {
  await using smtp = await startSmtp();
  await using weft = await makeTestWeft({ WEFT_SMTP_URL: smtp.url });
  const ada = await makePerson(weft);
  const slipped = `x\r\nBcc: ${victim}\r\nX-Slipped: 1\r\n\r\n<script>alert(1)</script>`;
  await weft.weft.db.people.updateTable("people").set({ name: slipped }).where("id", "=", ada.personId).execute();
  await runImport(weft, ada, { text: "a,b\n1,x\n", name: `${slipped}.csv` });
  await runJobs(weft.weft);
  expect(smtp.received).toHaveLength(1);
  const [mail] = smtp.received;
  expect(mail?.to).toEqual([`${ada.personId}@example.org`]);
  const head = mail?.source.split("\r\n\r\n")[0] ?? "";
  expect(head).not.toMatch(/^(bcc|cc|x-slipped):/im);
  expect(head.match(/^to:/gim)).toHaveLength(1);
  expect(head.match(/^subject:/gim)).toHaveLength(1);
  const html = mail?.source.split(/^content-type: text\/html/im)[1];
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("<script>");
});
