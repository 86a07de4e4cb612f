import type { Page } from "@playwright/test";
import { createTable, getBase, getTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

async function makeTables(client: Client, baseId: string, ...names: string[]) {
  const tables = [];
  for (const name of names) tables.push(await client.call(createTable, { params: { baseId }, body: { name } }));
  return tables;
}

/** The names of a base's tables as the side bar shows them. */
const shown = (page: Page, baseId: string) => page.locator(`nav li[data-order="${baseId}"] li a`);
const cell = (page: Page, row: number, column: number) => page.locator(`[data-row="${row}"] [data-column="${column}"]`);

async function openMenuOfField(page: Page, field: string, item: string): Promise<void> {
  await page.locator(".wg-heading").first().hover();
  await page.getByRole("button", { name: `Menu of the field ${field}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("tables are drawn to another place and moved by keyboard, another tab shows it, and it stays", async ({
  page,
  client,
  baseId,
}) => {
  const [a] = await makeTables(client, baseId, "Sites", "Visits", "Notes");
  const other = await page.context().newPage();
  await open(other, `/bases/${baseId}`);
  await open(page, `/bases/${baseId}`);
  const names = shown(page, baseId);
  await expect(names).toHaveText(["Sites", "Visits", "Notes"]);
  const from = (await names.nth(0).boundingBox())!;
  const to = (await names.nth(2).boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + to.height - 2, { steps: 8 });
  await page.mouse.up();
  await expect(names).toHaveText(["Visits", "Notes", "Sites"]);
  await expect(shown(other, baseId)).toHaveText(["Visits", "Notes", "Sites"]);
  await expect(page).toHaveURL(`/bases/${baseId}`);

  await names.nth(2).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(names).toHaveText(["Visits", "Sites", "Notes"]);
  await expect(names.nth(1)).toBeFocused();
  await expect(shown(other, baseId)).toHaveText(["Visits", "Sites", "Notes"]);
  await page.keyboard.press("Alt+ArrowUp");
  await expect(shown(other, baseId)).toHaveText(["Sites", "Visits", "Notes"]);
  const base = await client.call(getBase, { params: { baseId } });
  expect(base.tables[0]?.id).toBe(a?.id);
});

test("a field's new name and type are taken back in one step, to the last character, and done again", async ({
  page,
  client,
  baseId,
}) => {
  const [table] = await makeTables(client, baseId, "Codes");
  const params = { tableId: table!.id };
  const rows = ["007", "x-1", "12"].map((Name) => ({ cells: { Name } }));
  await client.call(createRows, { params, body: { rows } });
  await open(page, `/tables/${table!.id}`);
  await openMenuOfField(page, "Name", "Name, type, description");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Code");
  await page.getByRole("dialog").getByRole("combobox").first().click();
  await page.getByRole("option", { name: "Number", exact: true }).click();
  await page.getByRole("button", { name: /^Change and empty/ }).click();
  await expect(cell(page, 0, 0)).toHaveText("7");
  await expect(cell(page, 1, 0)).toHaveText("");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await expect(cell(page, 0, 0)).toHaveText("007");
  await expect(cell(page, 1, 0)).toHaveText("x-1");
  await expect(page.getByRole("button", { name: "Menu of the field Name", exact: true })).toBeAttached();
  await page.keyboard.press("Control+Shift+z");
  await expect(cell(page, 0, 0)).toHaveText("7");
  await expect(page.getByRole("button", { name: "Menu of the field Code", exact: true })).toBeAttached();

  await openMenuOfField(page, "Code", "Delete the field");
  await expect(page.getByRole("button", { name: "Menu of the field Code", exact: true })).toHaveCount(0);
  const notice = page.getByRole("region", { name: /Notifications/ }).locator("li", { hasText: "Field Code deleted" });
  await notice.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(cell(page, 0, 0)).toHaveText("7");
  const { fields } = await client.call(getTable, { params });
  expect(fields).toMatchObject([{ name: "Code", type: "number" }]);
});

test("a field is moved from its menu past what is hidden, in this look alone", async ({ page, client, baseId }) => {
  const fields = ["A", "B", "C"].map((name) => ({ name, type: "text" as const }));
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Order", fields } });
  await open(page, `/tables/${table.id}?hide=${table.fields[1]?.id}`);
  const heads = page.locator(".wg-heading", { hasText: /\S/ });
  await expect(heads).toHaveText(["A", "C"]);
  await openMenuOfField(page, "C", "Move left");
  await expect(heads).toHaveText(["C", "A"]);
  await expect(page).toHaveURL(/order=/);
  const { fields: kept } = await client.call(getTable, { params: { tableId: table.id } });
  expect(kept.map((field) => field.name)).toEqual(["A", "B", "C"]);
});
