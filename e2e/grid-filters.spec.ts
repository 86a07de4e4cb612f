import type { Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

const towns = ["Lyon", "Oslo", "Bern", "Lyons Hill"];

/** 200 visits: Name, Age, Town, and Day: every tenth today, the others long ago. */
async function makeTable(client: Client, baseId: string) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Age", type: "number" as const, options: { decimals: 0 } },
    { name: "Town", type: "text" as const },
    { name: "Day", type: "date" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Visits", fields } });
  const today = new Date().toISOString().slice(0, 10);
  const rows = Array.from({ length: 200 }, (_, at) => ({
    cells: { Name: `Person ${at}`, Age: at, Town: towns[at % 4]!, Day: at % 10 === 0 ? today : "2001-02-03" },
  }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

const count = (page: Page, rows: number) => page.getByRole("status").filter({ hasText: `${rows} rows` });
const chips = (page: Page) => page.getByRole("list", { name: "Filters that are on" });

test("a filter on today is built, said in words above the grid, sent by its address and taken off", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  await open(page, `/tables/${table.id}`);
  await expect(count(page, 200)).toBeVisible();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const builder = page.getByRole("dialog", { name: "Filter" });
  await builder.getByRole("button", { name: /^Field/ }).click();
  await page.getByRole("option", { name: "Day" }).click();
  await expect(chips(page)).toContainText("Day is within today");
  await expect(count(page, 20)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(count(page, 20)).toBeVisible();
  await chips(page).getByRole("button", { name: "Remove: Day is within today" }).click();
  await expect(count(page, 200)).toBeVisible();
  await expect(chips(page)).toBeHidden();
});

test("a search is opened by its key, shows only the rows found or all, and is stepped through", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  await open(page, `/tables/${table.id}`);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("LYON");
  await expect(count(page, 100)).toBeVisible();
  await page.getByRole("button", { name: "Only rows found" }).click();
  await expect(count(page, 200)).toBeVisible();
  const search = page.getByRole("search");
  await expect(search).toContainText("100 rows");
  await page.keyboard.press("F3");
  await page.keyboard.press("F3");
  await expect(search).toContainText("2 of 100");
  await expect(page.locator('[data-row="3"] .is-active')).toBeVisible();
  await page.keyboard.press("Shift+F3");
  await page.keyboard.press("Shift+F3");
  await expect(search).toContainText("100 of 100");
  await expect(page.locator('[data-row="199"] .is-active')).toBeVisible();
  const marks = await page.evaluate(() => CSS.highlights.get("weft-hits")?.size ?? 0);
  expect(marks).toBeGreaterThan(3);
});

test("a condition that is taken off leaves the others with their own values", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId);
  const age = table.fields.find(({ name }) => name === "Age")!.id;
  const filter = { all: [1, 5, 9].map((value) => ({ field: age, op: "greater", value })) };
  await open(page, `/tables/${table.id}?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  await page.getByRole("button", { name: "Filter 3" }).click();
  const values = page.getByRole("dialog", { name: "Filter" }).getByRole("textbox", { name: "Value" });
  await expect(values).toHaveCount(3);
  await page.getByRole("button", { name: "Remove the condition" }).first().click();
  await expect(values).toHaveCount(2);
  await expect(values.nth(0)).toHaveValue("5");
  await expect(values.nth(1)).toHaveValue("9");
  await expect(chips(page)).toContainText("9");
});

test("rows can be sorted by many fields, and the one that counts most changed without beginning anew", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  const [, age, town] = table.fields.map(({ id }) => id);
  await open(page, `/tables/${table.id}?sort=${town},${age}`);
  await page.getByRole("button", { name: "Sort 2" }).click();
  await page.getByRole("button", { name: "Sort by Age earlier" }).click();
  await expect(page).toHaveURL(new RegExp(`sort=${age}(,|%2C)${town}`));
  await page.getByRole("combobox", { name: "Direction of Age" }).click();
  await page.getByRole("option", { name: "9 → 1" }).click();
  await expect(page.locator('[data-row="0"] [data-column="0"]')).toHaveText("Person 199");
});

test("an old link that sorts by a field which is gone says so, keeps what still fits, and is rid of the rest", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  const age = table.fields[1]!.id;
  await open(page, `/tables/${table.id}?sort=fld0000000000gone,-${age}&group=fld0000000000gone`);
  const said = page.getByRole("region", { name: /Notifications/ });
  await expect(said).toContainText("so the sort and the groups by it had to go");
  await expect(page.locator('[data-row="0"] [data-column="0"]')).toHaveText("Person 199");
  await expect(page).toHaveURL(`/tables/${table.id}?sort=-${age}`);
});
