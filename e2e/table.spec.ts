import type { Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows, listRows, updateRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { seriousFaultsOf } from "./support/looks.ts";
import { expect, test } from "./support/test.ts";

/** A table of people with `count` rows: Name, Age (whole), Stage (choice), Mail. */
async function makeTable(client: Client, baseId: string, count: number) {
  const choices = [
    { name: "New", color: "gray" as const },
    { name: "Accepted", color: "green" as const },
  ];
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Age", type: "number" as const, options: { decimals: 0 } },
    { name: "Stage", type: "choice" as const, options: { choices } },
    { name: "Mail", type: "email" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "People", fields } });
  const params = { tableId: table.id };
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, at) => ({
      cells: { Name: `Person ${from + at + 1}`, Age: (from + at) % 90, Stage: "New" },
    }));
    await client.call(createRows, { params, body: { rows } });
  }
  return table;
}

const cell = (page: Page, row: number, column: number) => page.locator(`[data-row="${row}"] [data-column="${column}"]`);
const count = (page: Page) => page.locator("#main span[role=status]").last();

test("a cell edited by keyboard alone is saved and appears in another open tab", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 30);
  const other = await page.context().newPage();
  await open(other, `/tables/${table.id}`);
  await open(page, `/tables/${table.id}`);
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("Ada");
  await page.keyboard.press("Tab");
  await page.keyboard.type("36");
  await page.keyboard.press("Enter");
  await expect(cell(other, 1, 0)).toHaveText("Ada");
  await expect(cell(other, 1, 1)).toHaveText("36");
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 2 } });
  expect(rows[1]).toMatchObject({ cells: { Name: "Ada", Age: 36 } });
  await page.keyboard.press("Control+z");
  await expect(cell(other, 1, 1)).toHaveText("1");
});

test("text in a number is refused while it is typed, and Escape gives the old value back", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 5);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 1).click();
  await page.keyboard.type("4x");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Not a number");
  await page.keyboard.press("Escape");
  await expect(cell(page, 2, 1)).toHaveText("2");
});

test("edits made without a connection are kept, shown as waiting, and sent on return", async ({
  page,
  context,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 5);
  await open(page, `/tables/${table.id}`);
  await context.setOffline(true);
  await cell(page, 0, 0).click();
  await page.keyboard.type("Kept");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Kept too");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 edits wait for the connection")).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator(".wg-pending")).toHaveCount(0);
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 2 } });
  expect(rows).toMatchObject([{ cells: { Name: "Kept" } }, { cells: { Name: "Kept too" } }]);
});

test("a tab that loses its network says so at once, and on return shows what others changed meanwhile", async ({
  page,
  context,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 3);
  const params = { tableId: table.id };
  await open(page, `/tables/${table.id}`);
  await context.setOffline(true);
  await expect(page.getByRole("img", { name: /connection/i })).toBeVisible();
  const { rows } = await client.call(listRows, { params, query: { limit: 1 } });
  const [first] = rows as { id: number }[];
  const body = { rows: [{ id: first?.id as number, cells: { Name: "Meanwhile" } }] };
  await client.call(updateRows, { params, query: {}, body });
  await context.setOffline(false);
  await expect(cell(page, 0, 0)).toHaveText("Meanwhile");
  await expect(page.getByRole("img", { name: /connection/i })).toHaveCount(0);
});

test("rows are added at the end, deleted by tick, and come back by undo", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 40);
  await open(page, `/tables/${table.id}`);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+End");
  await page.getByRole("button", { name: "New row" }).click();
  await expect(count(page)).toHaveText("41 rows");
  await page.locator('[data-row="40"]').hover();
  await page.getByRole("checkbox", { name: "Select row 41" }).check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(count(page)).toHaveText("40 rows");
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect(count(page)).toHaveText("41 rows");
});

test("a filter and an order stand in the address, and open the same rows for a colleague", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 60);
  await open(page, `/tables/${table.id}`);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("Person 5");
  await expect(count(page)).toHaveText("11 rows");
  await page.keyboard.press("Escape");
  await page.locator(".wg-heading").nth(1).hover();
  await page.getByRole("button", { name: "Menu of the field Age" }).click();
  await page.getByRole("menuitem", { name: "Sort downwards" }).click();
  await expect(cell(page, 0, 0)).toHaveText("Person 59");
  await expect(page).toHaveURL(/sort=/);
  const colleague = await page.context().newPage();
  await open(colleague, page.url());
  await expect(count(colleague)).toHaveText("11 rows");
  await expect(cell(colleague, 0, 0)).toHaveText("Person 59");
});

test("what is pasted as a table of text becomes typed cells, and one undo takes it all back", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 10);
  await open(page, `/tables/${table.id}`);
  await cell(page, 3, 0).click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "Grace\t1,234\tAccepted\nAlan\t7\tNew");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  });
  await expect(page.locator(".wg-pending")).toHaveCount(0);
  await expect(cell(page, 3, 1)).toHaveText("1234");
  await expect(cell(page, 3, 2)).toHaveText("Accepted");
  await page.keyboard.press("Control+z");
  await expect(cell(page, 3, 0)).toHaveText("Person 4");
  await expect(cell(page, 4, 1)).toHaveText("4");
});

test("the first rows are in the page the server sends", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 300);
  const html = await (await page.request.get(`/tables/${table.id}`)).text();
  expect(html).toContain("Person 12");
  expect(html).toContain(">Stage<");
});

test("a table at phone width is read by touch and edited by two taps", async ({ browser, client, baseId, baseURL }) => {
  const table = await makeTable(client, baseId, 30);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(page, `${baseURL}/tables/${table.id}`);
  await cell(page, 2, 0).tap();
  await cell(page, 2, 0).tap();
  await page.getByRole("textbox", { name: "Name" }).fill("By thumb");
  await page.keyboard.press("Enter");
  await expect(cell(page, 2, 0)).toContainText("By thumb");
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the table page has no serious fault for people with disabilities, ${colorScheme}`, async ({
    page,
    client,
    baseId,
  }) => {
    await page.emulateMedia({ colorScheme });
    const table = await makeTable(client, baseId, 30);
    await open(page, `/tables/${table.id}`);
    await cell(page, 1, 2).click();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("listbox")).toBeVisible();
    expect(await seriousFaultsOf(page)).toEqual([]);
  });
}
