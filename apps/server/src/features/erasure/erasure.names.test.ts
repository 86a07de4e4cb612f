import { phrase } from "@weft/model/texts/phrase";
import { expect, test } from "vitest";
import { renameIn, renameInNotice, renameInReply } from "./erasure.names.ts";

const ada = { name: "Ada", email: "ada@example.org", pseudonym: "Former person 7f3a" };

test.each([
  ["Ada's workspace", "Former person 7f3a's workspace"],
  ["Ask ADA@example.org, or Ada.", "Ask Former person 7f3a, or Former person 7f3a."],
  ["Espace de Ada", "Espace de Former person 7f3a"],
  ["Adamant ada, nada", null],
  ["Adaé", null],
])("%j becomes %j", (text, renamed) => {
  expect(renameIn(text, ada)).toBe(renamed);
});

test("a name with signs of patterns is taken as it is written", () => {
  const odd = { ...ada, name: "A. (B) $& [c]", email: "a-b/c+d@ex-ample.org" };
  expect(renameIn("to a-b/c+d@ex-ample.org", odd)).toBe("to Former person 7f3a");
  expect(renameIn("by A. (B) $& [c]: x", odd)).toBe("by Former person 7f3a: x");
  expect(renameIn("by Ax (B) $& [c]: x", odd)).toBeNull();
});

test("a notice stays one, even when somebody was called like a part of it", () => {
  const data = { title: phrase`${"title"} invites you`, text: null, link: "/title", linkLabel: null, figures: [] };
  const renamed = renameInNotice({ ...data, tone: "good" }, { ...ada, name: "title" });
  expect(renamed).toEqual({ ...data, tone: "good", title: { ...data.title, values: ["Former person 7f3a"] } });
});

test("a kept answer keeps all but names", () => {
  const former = { ...ada, name: "owner" };
  expect(renameInReply({ members: [{ name: "owner", role: "owner" }] }, former)).toEqual({
    members: [{ name: "Former person 7f3a", role: "owner" }],
  });
});
