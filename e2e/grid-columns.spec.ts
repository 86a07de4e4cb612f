import type { Page } from "@playwright/test";
import { createTable, getTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows, listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

/** A table of people: Name, Age, Town, Note, with `count` rows. */
async function makeTable(client: Client, baseId: string, count: number) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Age", type: "number" as const, options: { decimals: 0 } },
    { name: "Town", type: "text" as const },
    { name: "Note", type: "long_text" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Columns", fields } });
  const rows = Array.from({ length: count }, (_, at) => ({
    cells: {
      Name: `Person ${at + 1}`,
      Age: at,
      Town: at % 2 === 0 ? "Lyon" : "Oslo",
      Note: `Line one\nline two ${at}`,
    },
  }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

const cell = (page: Page, row: number, column: number) => page.locator(`[data-row="${row}"] [data-column="${column}"]`);
const heads = (page: Page) => page.locator("[data-heading] .wg-name");

async function columnsOf(page: Page): Promise<string[]> {
  const list = await page.locator("[data-heading]").all();
  const read = await Promise.all(
    list.map(async (each) => [
      Number(await each.getAttribute("data-heading")),
      await each.locator(".wg-name").innerText(),
    ]),
  );
  return read.toSorted((a, b) => Number(a[0]) - Number(b[0])).map(([, name]) => String(name));
}

test("a column dragged by its head stands where it is dropped, for this look alone, until it is kept for everybody", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  const town = (await page.locator('[data-heading="2"]').boundingBox())!;
  const age = (await page.locator('[data-heading="1"]').boundingBox())!;
  await page.mouse.move(town.x + 40, town.y + 12);
  await page.mouse.down();
  await page.mouse.move(age.x + 30, age.y + 12, { steps: 6 });
  await expect(page.locator(".wg-drop")).toBeVisible();
  await page.mouse.up();
  await expect.poll(() => columnsOf(page)).toEqual(["Name", "Town", "Age", "Note"]);
  await expect(page).toHaveURL(/order=/);
  const params = { tableId: table.id };
  expect((await client.call(getTable, { params })).fields.map(({ name }) => name)).toEqual([
    "Name",
    "Age",
    "Town",
    "Note",
  ]);
  await page.getByRole("button", { name: "Menu of the field Town" }).click();
  await page.getByRole("menuitem", { name: "Keep this order for everybody" }).click();
  await expect(page).not.toHaveURL(/order=/);
  await expect
    .poll(async () => (await client.call(getTable, { params })).fields.map(({ name }) => name))
    .toEqual(["Name", "Town", "Age", "Note"]);
  await expect.poll(() => columnsOf(page)).toEqual(["Name", "Town", "Age", "Note"]);
});

test("Alt+Shift with an arrow moves the column of the active cell, and its number is spoken", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 1).click();
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await expect.poll(() => columnsOf(page)).toEqual(["Name", "Town", "Age", "Note"]);
  await expect(page.getByText("Age is column 3 of 4 now")).toBeAttached();
  await expect(cell(page, 1, 2)).toHaveClass(/is-active/);
});

test("columns are frozen up to a head, and rows made tall show their lines; a link shows the same", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  await page.getByRole("button", { name: "Menu of the field Age" }).click();
  await page.getByRole("menuitem", { name: "Freeze up to here" }).click();
  await expect(page.locator('[data-heading="1"]')).toHaveClass(/is-frozen/);
  await page.getByRole("button", { name: "Rows", exact: true }).click();
  await page.getByRole("radio", { name: "Tall", exact: true }).click();
  await page.keyboard.press("Escape");
  const height = async () => (await cell(page, 0, 0).boundingBox())?.height;
  await expect.poll(height).toBe(92);
  await expect(cell(page, 0, 3)).toHaveText("Line one\nline two 0", { useInnerText: true });
  await expect(page).toHaveURL(/frozen=2/);
  await page.reload();
  await expect.poll(height).toBe(92);
  await expect(page.locator('[data-heading="1"]')).toHaveClass(/is-frozen/);
});

test("rows are copied and deleted from the menu of a selection, by key as well, each undone in one step", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 4);
  const count = async () =>
    (await client.call(listRows, { params: { tableId: table.id }, query: { limit: 100 } })).rows.length;
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 0).click();
  await cell(page, 2, 0).click({ modifiers: ["Shift"] });
  await cell(page, 2, 0).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Duplicate 2 rows" }).click();
  await expect.poll(count).toBe(6);
  await expect(cell(page, 3, 0)).toHaveText("Person 2");
  await expect(cell(page, 4, 0)).toHaveText("Person 3");
  await page.keyboard.press("Control+z");
  await expect.poll(count).toBe(4);
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Delete 2 rows" }).click();
  await expect.poll(count).toBe(2);
  await page.keyboard.press("Control+z");
  await expect.poll(count).toBe(4);
});

test("a right click on a cell narrows the table to its value", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 2).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Only rows with this value" }).click();
  await expect(cell(page, 1, 0)).toHaveText("Person 4");
  await expect(heads(page).first()).toBeVisible();
  await expect(page).toHaveURL(/filter=/);
});

test("a rule gives the rows that fit it their colour", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 4);
  const color = JSON.stringify([["green", 1, { field: "Town", op: "is", value: "Oslo" }]]);
  await open(page, `/tables/${table.id}?color=${encodeURIComponent(color)}`);
  await expect(page.locator('[data-row="1"]')).toHaveClass(/wg-green is-tinted/);
  await expect(page.locator('[data-row="0"]')).not.toHaveClass(/is-tinted/);
});

test("rows are put in between and moved by key and by their numbers, and undone", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 4);
  const names = async () =>
    (await client.call(listRows, { params: { tableId: table.id }, query: { limit: 100 } })).rows.map(
      (row) => (row as { cells: Record<string, unknown> }).cells.Name,
    );
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 0).click();
  await page.keyboard.press("Alt+Shift+ArrowDown");
  await expect.poll(names).toEqual(["Person 1", "Person 3", "Person 2", "Person 4"]);
  const gutter = (row: number) => page.locator(`[data-row="${row}"] .wg-number`);
  await expect(cell(page, 2, 0)).toHaveText("Person 2");
  const from = (await page.locator('[data-row="3"] [data-gutter]').boundingBox())!;
  const to = (await page.locator('[data-row="0"] [data-gutter]').boundingBox())!;
  await page.mouse.click(from.x + 4, from.y + 16);
  await page.mouse.move(from.x + 4, from.y + 16);
  await page.mouse.down();
  await page.mouse.move(to.x + 4, to.y + 2, { steps: 6 });
  await expect(page.locator(".wg-drop-row")).toBeVisible();
  await page.mouse.up();
  await expect.poll(names).toEqual(["Person 4", "Person 1", "Person 3", "Person 2"]);
  await expect(gutter(0)).toHaveText("1");
  await cell(page, 1, 0).click();
  await page.keyboard.press("Control+Shift+Enter");
  await expect.poll(names).toEqual(["Person 4", null, "Person 1", "Person 3", "Person 2"]);
  await page.keyboard.press("Control+z");
  await expect.poll(names).toEqual(["Person 4", "Person 1", "Person 3", "Person 2"]);
  await page.keyboard.press("Control+z");
  await expect.poll(names).toEqual(["Person 1", "Person 3", "Person 2", "Person 4"]);
});

test("a field is copied with its values from its head", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await page.locator('[data-heading="2"]').click({ button: "right" });
  await page.getByRole("menuitem", { name: "Duplicate the field" }).click();
  await expect(cell(page, 1, 3)).toHaveText("Oslo");
});
