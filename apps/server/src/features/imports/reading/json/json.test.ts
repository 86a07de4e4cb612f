import { expect, test } from "vitest";
import { phrase } from "@weft/model/texts/phrase";
import { copyAll, loadFile, sourceOf, typesOf } from "../reading.make.ts";

async function loadJson(text: string, given = {}, name = "file.json") {
  return loadFile(sourceOf(text, name, 5), given);
}

test("numbers keep every digit, and nothing differs from empty text", async () => {
  const { profile, rows } = await loadJson(
    '[{"a":12345678901234567890,"b":0.1234567890123456789,"c":""},{"a":null,"c":null},{"b":1}]',
  );
  expect(typesOf(profile)).toEqual(["a: number", "b: number", "c: text"]);
  expect(rows).toEqual([
    ["12345678901234567890", "0.1234567890123456789", ""],
    [null, null, null],
    [null, "1", null],
  ]);
});

test("strings that look like numbers or booleans stay text", async () => {
  const { profile } = await loadJson(
    '[{"zip":"75001","ok":"true","on":"2024-01-02","n":5,"t":true},{"zip":"13001","ok":"false","on":"2024-01-03","n":6,"t":false}]',
  );
  expect(typesOf(profile)).toEqual(["zip: text", "ok: text", "on: date", "n: number0", "t: boolean"]);
});

test("columns appear in order of first appearance, late ones too", async () => {
  const { profile, rows } = await loadJson('[{"a":1},{"b":"x"},{"c":[1,2],"a":2}]');
  expect(typesOf(profile)).toEqual(["a: number0", "b: text", "c: json"]);
  expect(rows).toEqual([
    ["1", null, null],
    [null, "x", null],
    ["2", null, "[1,2]"],
  ]);
});

test("the longest list of objects inside an object is found", async () => {
  const text = '{"meta":{"tags":[1,2,3],"few":[{"x":1}]},"data":{"rows":[{"a":1},\n{"a":2},{"a":3}]},"more":true}';
  const { profile, rows } = await loadJson(text);
  expect(profile.reading.recordsPath).toBe("data.rows");
  expect(rows).toEqual([["1"], ["2"], ["3"]]);
  expect((await loadJson(text, { recordsPath: "meta.few" })).rows).toEqual([["1"]]);
  await expect(loadJson(text, { recordsPath: "no.where" })).rejects.toMatchObject({
    code: "file.unreadable",
    message: expect.stringContaining("no.where"),
  });
});

test("an object of objects gives its keys as a column", async () => {
  const { rows, profile } = await loadJson('{"fr":{"n":1},"de":{"n":2}}');
  expect(typesOf(profile)).toEqual(["key: text", "n: number0"]);
  expect(rows).toEqual([
    ["fr", "1"],
    ["de", "2"],
  ]);
});

test("a single object is one record; lists of plain values and of lists are records too", async () => {
  expect((await loadJson('{"a":1,"b":"x"}')).rows).toEqual([["1", "x"]]);
  expect((await loadJson("[1,2,3]")).rows).toEqual([["1"], ["2"], ["3"]]);
  expect((await loadJson("[[1,2],[3,4]]")).rows).toEqual([
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("nested objects are flattened or kept as JSON, as chosen; evenly nested ones are flattened unasked", async () => {
  const even = '[{"id":1,"place":{"city":"Lyon","at":{"x":1}}},{"id":2,"place":{"city":"Oslo","at":{"x":2}}}]';
  expect(typesOf((await loadJson(even)).profile)).toEqual(["id: number0", "place.city: text", "place.at.x: number0"]);
  const kept = await loadJson(even, { nested: "json" });
  expect(kept.rows[0]).toEqual(["1", '{"city":"Lyon","at":{"x":1}}']);
  const uneven = '[{"a":{"x":1}},{"a":{"y":1}}]';
  expect(typesOf((await loadJson(uneven)).profile)).toEqual(["a: json"]);
});

test.each([
  ['[{"a":1},\n{"a":2},\n{"a":3,}\n]', "line 3 (byte 26)"],
  ['[{"a":1},\n{"a":2}\n', "line 3"],
  ['[{"a":1},\n{"a":"x', "line 2"],
  ['{"rows":[{"a":1},\n{"a":2}]', "line 2"],
  ['[{"a":1}]\n}', "line 1"],
])("JSON with a fault at its end names the place: %j", async (text, place) => {
  await expect(loadJson(text)).rejects.toMatchObject({
    code: "file.unreadable",
    message: expect.stringContaining(place),
  });
});

test("one bad line of NDJSON is a reject with its line; the others load", async () => {
  const { profile, rows, rejects } = await loadJson(
    '{"a":1,"b":"x"}\n\nbroken\n{"a":2}\r\n[1]\n{"a":3}',
    {},
    "file.ndjson",
  );
  expect(profile.reading.format).toBe("ndjson");
  expect(rows).toEqual([
    ["1", "x"],
    ["2", null],
    ["3", null],
  ]);
  expect(rejects.map(({ line, code, cells }) => [line, code, cells])).toEqual([
    [3, "row.invalid_record", ["broken"]],
    [5, "row.invalid_record", ["[1]"]],
  ]);
  expect(profile.warnings).toEqual([{ code: "invalid_record", count: 2, line: 3 }]);
});

test("a changed type refuses values with line and value, and takes none of the row", async () => {
  const source = sourceOf('[{"a":"1"},\n{"a":"x"}]', "f.json");
  const { profile } = await loadFile(source);
  const number = {
    shape: { type: "number" as const, options: { decimals: 0 } },
    dateOrder: "ymd" as const,
    decimalMark: "." as const,
  };
  const { rows, rejects } = await copyAll(source, profile.reading, [{ index: 0, name: "a", reading: number }]);
  expect(rows).toEqual([["1"]]);
  expect(rejects[0]).toMatchObject({ line: 2, column: "a", value: "x", reason: phrase`is not a whole number` });
});
