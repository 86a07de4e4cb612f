import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows, listRows, updateRow } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

/** Towns with people: Oslo has 4, Lyon 3, and one is nowhere. */
async function makeTable(client: Client, baseId: string) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Town", type: "text" as const },
    { name: "Age", type: "number" as const, options: { decimals: 0 } },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Groups", fields } });
  const towns = ["Oslo", "Oslo", "Oslo", "Oslo", "Lyon", "Lyon", "Lyon", null];
  const rows = towns.map((Town, at) => ({ cells: { Name: `Person ${at + 1}`, Town, Age: (at + 1) * 10 } }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

test("rows grouped from the toolbar open and close by keyboard, take new rows, and follow what others change", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  const params = { tableId: table.id };
  await open(page, `/tables/${table.id}`);
  const headers = page.locator(".wg-group-title");
  const said = async () => (await headers.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.getByPlaceholder("Group by a field").or(page.getByText("Group by a field")).click();
  await page.getByRole("option", { name: "Town" }).click();
  await expect.poll(said).toEqual(["Town Lyon 3", "Town Oslo 4", "Town empty 1"]);
  await page.getByRole("button", { name: "Close all" }).click();
  await page.keyboard.press("Escape");
  await expect(page.locator(".wg-row")).toHaveCount(0);

  await headers.nth(1).click({ position: { x: 20, y: 10 } });
  await expect(page.locator(".wg-row")).toHaveCount(4);
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".wg-row")).toHaveCount(0);
  await page.keyboard.press("Control+ArrowRight");
  await expect(page.locator(".wg-row")).toHaveCount(8);

  await headers.first().hover();
  await page.getByRole("button", { name: "New row in Lyon" }).click();
  await expect.poll(said).toEqual(["Town Lyon 4", "Town Oslo 4", "Town empty 1"]);
  const { rows } = await client.call(listRows, { params, query: { sort: "Name" } });
  const added = rows.map((row) => row as { id: number; cells: Record<string, unknown> }).find(({ id }) => id === 9);
  expect(added?.cells.Town).toBe("Lyon");

  await client.call(updateRow, { params: { ...params, rowId: 8 }, query: {}, body: { cells: { Town: "Oslo" } } });
  await expect.poll(said).toEqual(["Town Lyon 4", "Town Oslo 5"]);
});

test("a figure chosen below a column stands in the address, for all rows and for each group", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId);
  const [, town] = table.fields;
  await open(page, `/tables/${table.id}?group=${town!.id}`);
  await page.getByRole("button", { name: "Figure of Age: none" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Sum" }).click();
  await expect(page.locator(".wg-foot").getByText("360")).toBeVisible();
  await expect(page.locator(".wg-group-figure")).toHaveText(["180", "100", "80"]);
  await expect(page).toHaveURL(/footers=fld\w+(:|%3A)sum/);
});
