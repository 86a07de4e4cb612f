import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Json } from "@weft/model/audit/canonical";
import { canonicalJson } from "@weft/model/audit/canonical";
import type { ChainLink } from "@weft/model/audit/chain";
import { checkChain, firstPreviousHash, readEntry } from "@weft/model/audit/chain";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a value has one text, whatever the order of its keys: short keys first, then byte by byte", () => {
  const text = '{"a": [1, {"é": "\\n\\u0001\\"/"}], "bb": true, "é": null, "ab c": ""}';
  expect(canonicalJson({ "ab c": "", bb: true, é: null, a: [1, { é: '\n\u0001"/' }] })).toBe(text);
});

function makeChain(length: number): ChainLink[] {
  const links: ChainLink[] = [];
  const name = sha256("salt:Ada");
  for (let number = 1; number <= length; number++) {
    const previousHash = links.at(-1)?.hash ?? firstPreviousHash;
    const entry: Record<string, Json> = {
      number,
      action: "base.created",
      actor: { name: { of: "ada", sha256: name } },
    };
    const personal = { [name]: { of: "ada", salt: "salt", value: "Ada" } };
    links.push({ entry, previousHash, hash: sha256(`${previousHash}\n${canonicalJson(entry)}`), personal });
  }
  return links;
}

function check(links: ChainLink[], options: { fromStart?: boolean; gaps?: boolean } = {}, head?: ChainLink) {
  const chain = checkChain({ sha256, ...options });
  for (const link of links) {
    const broken = chain.see(link);
    if (broken) return broken;
  }
  return chain.end(head && { number: Number(head.entry.number), hash: head.hash });
}

test("a whole chain holds, from its start or from any later entry, and with gaps where they are allowed", () => {
  const links = makeChain(5);
  expect(check(links, { fromStart: true }, links[4])).toBeNull();
  expect(check(links.slice(2))).toBeNull();
  expect(check(links.toSpliced(1, 2))).toEqual({ number: 2, fault: "missing" });
  expect(check(links.toSpliced(1, 2), { gaps: true })).toBeNull();
});

test("what was changed, removed, put in, moved or cut off is found at its first number", () => {
  const links = makeChain(5);
  const [, second, third, fourth] = links as [ChainLink, ChainLink, ChainLink, ChainLink];
  const changed = { ...third, entry: { ...third.entry, action: "base.deleted" } };
  expect(check(links.with(2, changed))).toEqual({ number: 3, fault: "content" });
  const rehashed = { ...changed, hash: sha256(`${changed.previousHash}\n${canonicalJson(changed.entry)}`) };
  expect(check(links.with(2, rehashed))).toEqual({ number: 4, fault: "previous" });
  expect(check(links.slice(1), { fromStart: true })).toEqual({ number: 1, fault: "missing" });
  expect(check(links.toSpliced(2, 0, second))).toEqual({ number: 2, fault: "out_of_order" });
  expect(check(links.with(2, fourth).with(3, third))).toEqual({ number: 3, fault: "missing" });
  expect(check(links.slice(0, 4), { fromStart: true }, links[4])).toEqual({ number: 5, fault: "end" });
  expect(check([], { fromStart: true }, links[4])).toEqual({ number: 1, fault: "end" });
});

test("a name that is another is found; one that is gone only where no entry says that its person was erased", () => {
  const links = makeChain(3);
  const bare = (value: string | null) =>
    links.map((link) => ({
      ...link,
      personal: Object.fromEntries(Object.entries(link.personal).map(([digest, one]) => [digest, { ...one, value }])),
    }));
  expect(check(bare("Eve"))).toEqual({ number: 1, fault: "personal" });
  expect(check(bare(null))).toEqual({ number: 1, fault: "personal" });
  const gone = links.map((link) => ({ ...link, personal: {} }));
  expect(check(gone)).toEqual({ number: 1, fault: "erased" });
  const entry = { number: 4, action: "person.erased", thing: { id: "ada" } };
  const previousHash = links[2]?.hash ?? "";
  const said = { entry, previousHash, hash: sha256(`${previousHash}\n${canonicalJson(entry)}`), personal: {} };
  expect(check([...gone, said])).toBeNull();
  expect(readEntry(links[0]?.entry ?? null, {})).toMatchObject({ number: 1, actor: { name: null } });
});
