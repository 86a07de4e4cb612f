import { createTable, deleteTable } from "@weft/api/bases";
import { deleteField, retypeField } from "@weft/api/fields";
import { createRows, deleteRows, listRows, updateRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, copy, hasFields, makeStock, names, paste, settled } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

test("an edit of a row that somebody deletes meanwhile is refused and gives back what was typed", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  const params = { tableId: table.id };
  await open(page, `/tables/${table.id}`);
  await cell(page, 3, 0).click();
  await page.keyboard.type("A long thought");
  const { rows } = await client.call(listRows, { params, query: { limit: 4 } });
  await client.call(deleteRows, { params, body: { ids: [(rows as { id: number }[])[3]!.id] } });
  await page.keyboard.press("Enter");
  await expect(page.getByText("What you typed: “A long thought”").first()).toBeVisible();
});

test("a field retyped by somebody else while one edits it keeps the editor, and says what changed", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 2).click();
  await page.keyboard.type("words");
  const body = { type: "number" as const, options: { decimals: null } };
  await client.call(retypeField, { params: { tableId: table.id, fieldId: table.fields[2]!.id }, body });
  await expect(page.locator(".wg-heading").nth(2).locator(".wg-icon").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("words");
});

test("right-to-left text, emoji and combining marks come back from the clipboard as they went in", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  const words = ["שלום עולם", "👩‍👩‍👧 family", "e\u0301 — é"];
  await cell(page, 0, 0).click();
  await paste(page, words.join("\n"));
  await expect(cell(page, 2, 0)).toHaveText(words[2]!);
  await settled(page);
  await page.keyboard.press("Control+c");
  expect(await copy(page, "copy")).toBe(words.join("\n"));
  expect(await names(client, table.id, 3)).toEqual(words);
});

test("a cell of more than 1 MB is refused in words, and its row stays as it was", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await paste(page, "x".repeat(1_048_577));
  await expect(page.getByText(/1 MB|1,048,576|1048576/).first()).toBeVisible();
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
  expect(await names(client, table.id, 1)).toEqual(["Item 1"]);
});

test("a field that somebody deletes while one edits it gives back what was typed", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 1).click();
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("77");
  await client.call(deleteField, { params: { tableId: table.id, fieldId: table.fields[1]!.id } });
  await hasFields(page, 2);
  await expect(page.getByRole("textbox", { name: "Amount" })).toHaveValue("77");
  await page.keyboard.press("Enter");
  await expect(
    page.getByText("The field “Amount” was deleted while you edited it. What you typed: “77”").first(),
  ).toBeVisible();
  await expect(cell(page, 0, 1)).toHaveText("");
});

test("a table that is deleted while one types stays until what was typed is taken along", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.type("A long thought");
  await client.call(deleteTable, { params: { tableId: table.id } });
  await expect(page.getByText("What you are typing is still here")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("A long thought");
  await page.getByRole("button", { name: "Leave the table" }).click();
  await expect(page).toHaveURL(/\/bases\//);
});

test("a view that names a field which somebody retypes or deletes says so, drops that part and stays", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 6);
  const params = { tableId: table.id };
  const [name, amount, note] = table.fields.map(({ id }) => id) as [string, string, string];
  const filter = {
    all: [
      { field: name, op: "contains", value: "Item" },
      { field: amount, op: "greater", value: 2 },
    ],
  };
  const color = [["red", 1, { field: amount, op: "less", value: 9 }]];
  const look = new URLSearchParams({
    filter: JSON.stringify(filter),
    sort: `-${amount}`,
    group: note,
    footers: `${amount}:sum`,
    color: JSON.stringify(color),
  });
  await open(page, `/tables/${table.id}?${look}`);
  await expect(page.locator(".wg-row")).toHaveCount(4);
  const body = { type: "text" as const, options: {} };
  await client.call(retypeField, { params: { ...params, fieldId: amount }, body });
  await expect(page.getByText("The field “Amount” has another type now, so the filter").first()).toBeVisible();
  await expect(page.locator(".wg-row")).toHaveCount(6);
  await client.call(deleteField, { params: { ...params, fieldId: note } });
  await expect(page.getByText("The field “Note” was deleted, so the groups").first()).toBeVisible();
  await client.call(deleteField, { params: { ...params, fieldId: amount } });
  await expect(page.getByText("The field “Amount” was deleted, so the sort").first()).toBeVisible();
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
  await expect(page).toHaveURL(new RegExp(`/tables/${table.id}\\?filter=[^&]*$`));
});

test("an undo leaves alone what somebody changed since, in one cell and in a paste, and says so", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  const params = { tableId: table.id };
  const { rows } = await client.call(listRows, { params, query: { limit: 4 } });
  const ids = (rows as { id: number }[]).map(({ id }) => id);
  const set = (at: number, Name: string) =>
    client.call(updateRows, { params, query: {}, body: { rows: [{ id: ids[at]!, cells: { Name } }] } });
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.type("Mine");
  await page.keyboard.press("Enter");
  await settled(page);
  await set(0, "Theirs");
  await expect(cell(page, 0, 0)).toHaveText("Theirs");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await expect(page.getByText(/was not undone: Name of row \d+ was changed since/).first()).toBeVisible();
  await expect(cell(page, 0, 0)).toHaveText("Theirs");
  await cell(page, 1, 0).click();
  await paste(page, "p1\np2\np3");
  await expect(cell(page, 3, 0)).toHaveText("p3");
  await settled(page);
  await set(2, "Theirs too");
  await expect(cell(page, 2, 0)).toHaveText("Theirs too");
  await page.keyboard.press("Control+z");
  await expect(page.getByText(/was not undone: Name of row \d+ was changed since/).nth(1)).toBeVisible();
  expect(await names(client, table.id)).toEqual(["Theirs", "p1", "Theirs too", "p3"]);
});

test("find and replace in the whole table reaches rows of closed groups", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 12);
  await open(page, `/tables/${table.id}?group=${table.fields[2]!.id}`);
  await page.locator(".wg-scroller").focus();
  await page.keyboard.press("Control+ArrowLeft");
  await expect(page.locator(".wg-row")).toHaveCount(0);
  await page.keyboard.press("Control+h");
  await page.getByLabel("Find", { exact: true }).fill("Item 1");
  await page.getByLabel("Replace with").fill("Thing 1");
  await expect(page.getByText("4 cells will be changed.")).toBeVisible();
  await page.getByRole("button", { name: "Replace all" }).click();
  await expect.poll(() => names(client, table.id, 1)).toEqual(["Thing 1"]);
});

test("a cell of 1 MB is shown cut, edited whole, and refused beyond the limit as one types", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 2);
  const params = { tableId: table.id };
  const { rows } = await client.call(listRows, { params, query: { limit: 1 } });
  const id = (rows as { id: number }[])[0]!.id;
  const Name = "x".repeat(1_048_576);
  await client.call(updateRows, { params, query: {}, body: { rows: [{ id, cells: { Name } }] } });
  await open(page, `/tables/${table.id}`);
  await expect(cell(page, 0, 0)).toContainText("xxx");
  expect((await cell(page, 0, 0).textContent())!.length).toBeLessThan(3000);
  await cell(page, 0, 0).click();
  await page.keyboard.press("F2");
  const input = page.getByRole("textbox", { name: "Name" });
  expect((await input.inputValue()).length).toBe(1_048_576);
  await page.keyboard.press("End");
  await page.keyboard.type("y");
  await expect(page.getByText("Too long: a cell holds at most 1 MB.")).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await settled(page);
  await expect.poll(async () => String((await names(client, table.id, 1))[0]).length).toBe(1_048_575);
});

test("a table of 600 fields opens, goes to its end, is edited there, and its filter finds a field by name", async ({
  page,
  client,
  baseId,
}) => {
  const fields = Array.from({ length: 600 }, (_, at) => ({ name: `Field ${at + 1}`, type: "text" as const }));
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Wide", fields } });
  const rows = Array.from({ length: 100 }, (_, at) => ({
    cells: Object.fromEntries(fields.map(({ name }, place) => [name, `${at + 1}/${place + 1}`])),
  }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.press("End");
  await expect(cell(page, 0, 599)).toHaveText("1/600");
  expect(await page.locator(".wg-cell").count()).toBeLessThan(2000);
  await page.keyboard.type("edited");
  await page.keyboard.press("Enter");
  await settled(page);
  await expect(cell(page, 0, 599)).toHaveText("edited");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const builder = page.getByRole("dialog", { name: "Filter" });
  await builder.getByRole("button", { name: "Add a condition" }).click();
  await builder
    .getByRole("combobox", { name: /^Field/ })
    .or(builder.getByRole("button", { name: /^Field/ }))
    .first()
    .click();
  await page.getByPlaceholder("Find a field").fill("Field 597");
  await page.getByRole("option", { name: "Field 597" }).click();
  await expect(builder).toContainText("Field 597");
});
