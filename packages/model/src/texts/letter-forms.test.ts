import { expect, test } from "vitest";
import { letterForms } from "./letter-forms.ts";

test("a letter with a mark has two forms, whichever is given comes first; plain text has one", () => {
  expect(letterForms("caf\u00e9")).toEqual(["caf\u00e9", "cafe\u0301"]);
  expect(letterForms("cafe\u0301")).toEqual(["cafe\u0301", "caf\u00e9"]);
  expect(letterForms("cafe 1.5")).toEqual(["cafe 1.5"]);
  expect(letterForms("👩‍👩‍👧 🇨🇭 שלום")).toHaveLength(1);
});
