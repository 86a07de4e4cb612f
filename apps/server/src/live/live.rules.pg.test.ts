import { updateRow } from "@weft/api/rows";
import { putGrant } from "@weft/api/grants";
import { expect, test } from "vitest";
import type { TestPerson } from "../testing/weft.ts";
import type { Ruled } from "../features/rows/ruled.make.ts";
import { makeRuled, setAttributes } from "../features/rows/ruled.make.ts";
import type { LiveClient } from "./live.make.ts";
import { openLive } from "./live.make.ts";

const fields = [{ name: "Name" }, { name: "Unit" }, { name: "Pay", type: "number" as const }];
const rows = [
  { Name: "Ann", Unit: "Birds", Pay: 10 },
  { Name: "Bob", Unit: "Bats", Pay: 20 },
];

async function watch(it: Ruled, person: TestPerson): Promise<LiveClient> {
  const client = await openLive(it.weft.url, person.token);
  const { lastChange } = await it.weft.weft.db.data
    .selectFrom("tables")
    .select("last_change as lastChange")
    .where("id", "=", it.table.id)
    .executeTakeFirstOrThrow();
  client.say({ type: "watch", tableId: it.table.id, since: lastChange });
  await client.until("watching");
  return client;
}

const write = ({ owner, params }: Ruled, cells: Record<string, string | number>) =>
  owner.client.call(updateRow, { params: { ...params, rowId: 2 }, body: { cells } });

test("who watches hears a change without the cells of hidden fields; who sees them, with", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ fields: { [field.Pay!]: { sees: "manager", changes: "manager" } } }),
  });
  const { field } = it;
  await using theirs = await watch(it, await it.join("editor"));
  await using ours = await watch(it, it.owner);
  await write(it, { Name: "B", Pay: 771234 });
  const [[told], [whole]] = await Promise.all([theirs.until("change"), ours.until("change")]);
  expect(told!.change.after).toEqual({ 2: { [field.Name!]: "B" } });
  expect(whole!.change.after).toEqual({ 2: { [field.Name!]: "B", [field.Pay!]: 771234 } });
  expect(JSON.stringify(theirs.heard)).not.toMatch(new RegExp(`771234|${field.Pay}`));
});

test("who sees but some rows is told to read anew, and nothing of what has changed", async () => {
  await using it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({ rows: [{ upTo: "editor", rows: { field: field.Unit!, op: "is", value: { me: "unit" } } }] }),
  });
  const editor = await it.join("editor", { unit: "Birds" });
  await using client = await watch(it, editor);
  const { change } = await write(it, { Name: "secret" });
  const [reload] = await client.until("reload");
  expect(reload).toEqual({ type: "reload", tableId: it.table.id, lastChange: change });
  for (let round = 0; round < 20; round++) await write(it, { Name: `secret ${round}` });
  const last = await write(it, { Name: "secret at last" });
  await expect.poll(() => client.heard.at(-1)).toMatchObject({ type: "reload", lastChange: last.change });
  // Told in batches, not one by one.
  expect(client.heard.filter(({ type }) => type === "reload").length).toBeLessThan(20);
  await using late = await openLive(it.weft.url, editor.token);
  late.say({ type: "watch", tableId: it.table.id, since: 1 });
  await late.until("reload");
  expect(JSON.stringify([client.heard, late.heard])).not.toMatch(/secret|rowIds/);
});

test("when rules, attributes or grants change, those who watch read anew at once, and hear by what holds now", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor", { unit: "Bats" });
  await using client = await watch(it, editor);
  await write(it, { Name: "one" });
  await client.until("change");
  await it.setRules({ rows: [{ upTo: "editor", rows: { field: it.field.Unit!, op: "is", value: { me: "unit" } } }] });
  await client.until("reload", 1);
  await setAttributes(it.weft, editor, { unit: "Birds" });
  await client.until("reload", 2);
  await write(it, { Name: "two" });
  await client.until("reload", 3);
  await it.owner.client.call(putGrant, {
    params: { thingId: it.table.id },
    body: { to: { personId: editor.personId }, role: "owner" },
  });
  await client.until("reload", 4);
  await write(it, { Name: "three" });
  const changes = await client.until("change", 2);
  expect(changes[1]!.change.after).toEqual({ 2: { [it.field.Name!]: "three" } });
  // The cell from before stands beside it: by now it is theirs to see.
  expect(changes).toHaveLength(2);
});
