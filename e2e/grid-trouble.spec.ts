import { retypeField } from "@weft/api/fields";
import { deleteRows, listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, copy, makeStock, names, paste, settled } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

test("a picture is refused in words, a ragged table goes in as it is", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await paste(page, "", '<img src="data:,">');
  await expect(page.getByText("A picture cannot be put into cells").first()).toBeVisible();
  await paste(page, "x\t7\ty\nz");
  await expect(cell(page, 0, 2)).toHaveText("y");
  await expect(cell(page, 1, 0)).toHaveText("z");
  await expect(cell(page, 1, 1)).toHaveText("1.5");
});

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
