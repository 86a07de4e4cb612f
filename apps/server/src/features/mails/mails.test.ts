import { expect, test } from "vitest";
import { writeLetter } from "./mails.text.ts";

const letter = {
  to: "ada@example.org",
  language: "en" as const,
  subject: "A file\r\nBcc: victim@example.org",
  heading: "<script>alert(1)</script>",
  sentences: ['It is called "a & b".'],
  figures: [["Rows", "<b>3</b>"]] as [string, string][],
  link: { label: "Open", url: 'http://localhost/?a="x"' },
  settingsUrl: "http://localhost/settings/notices",
};

test("nothing a person typed becomes a header", () => {
  expect(writeLetter(letter).subject).toBe("A file Bcc: victim@example.org");
});

test("nothing a person typed becomes HTML", () => {
  const { html } = writeLetter(letter);
  expect(html).not.toContain("<script>");
  expect(html).not.toContain("<b>3</b>");
  expect(html).toContain("a=&quot;x&quot;");
  expect(html).toContain("&quot;a &amp; b&quot;");
});

test("the plain text says the same", () => {
  expect(writeLetter(letter).text).toContain("Rows: <b>3</b>\n\nOpen: http://localhost/");
});

test("its foot says where it can be turned off", () => {
  const { text, html } = writeLetter(letter);
  expect(text).toContain("Choose which mails you get, or none, in your settings: http://localhost/settings/notices");
  expect(html).toContain('href="http://localhost/settings/notices"');
});

test("several messages stand in a row, each with its link; what somebody typed is no HTML there either", () => {
  const items = [
    { title: "<i>Ada</i>", text: "says & asks", when: "7:00", url: 'http://localhost/a?b="c"' },
    { title: "Two", text: null, when: "8:00", url: "http://localhost/two" },
  ];
  const { text, html } = writeLetter({ ...letter, items, figures: [] });
  expect(text).toContain(
    '- <i>Ada</i> (7:00)\n  says & asks\n  http://localhost/a?b="c"\n\n- Two (8:00)\n  http://localhost/two',
  );
  expect(html).not.toContain("<i>");
  expect(html).toContain("&lt;i&gt;Ada");
  expect(html).toContain('href="http://localhost/a?b=&quot;c&quot;"');
});

test("a mail fetches nothing from afar and has no script", () => {
  const { html } = writeLetter({ ...letter, stopUrl: "http://localhost/stop-mails?key=k" });
  expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|@import|@font-face/i);
});
