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
  settingsUrl: "http://localhost/settings/profile#mails",
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
  expect(text).toContain(
    "Choose which mails you get, or none, in your profile: http://localhost/settings/profile#mails",
  );
  expect(html).toContain('href="http://localhost/settings/profile#mails"');
});
