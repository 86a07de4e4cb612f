import type { Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { updateRow, writeRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, makeStock, names } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

/** 3,000 rows; Amount is filled in the first 1,500, and then in row 2,200 alone. */
async function makeGaps(client: Client, baseId: string) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Amount", type: "number" as const, options: { decimals: 0 } },
    { name: "Note", type: "text" as const },
    { name: "Town", type: "text" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Gaps", fields } });
  const rows = Array.from({ length: 3000 }, (_, at) => ({
    cells: {
      Name: `Item ${at + 1}`,
      ...(at < 1500 || at === 2199 ? { Amount: at + 1 } : {}),
      Town: at < 1000 ? "Lyon" : "Oslo",
    },
  }));
  await client.call(writeRows, { params: { tableId: table.id }, body: { create: rows } });
  return table;
}

/** Place of the active cell, as row and column. */
const active = (page: Page) =>
  page.locator(".wg-cell.is-active").evaluate((one) => {
    const row = one.closest<HTMLElement>("[data-row]")!.dataset.row;
    return `${row}:${(one as HTMLElement).dataset.column}`;
  });

test("Ctrl with an arrow goes to the edge of filled cells, also far beyond the rows at hand", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeGaps(client, baseId);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 1).click();
  for (const place of ["1499:1", "2199:1", "2999:1"]) {
    await page.keyboard.press("Control+ArrowDown");
    await expect.poll(() => active(page)).toBe(place);
  }
  for (const place of ["2199:1", "1499:1", "0:1"]) {
    await page.keyboard.press("Control+ArrowUp");
    await expect.poll(() => active(page)).toBe(place);
  }
  await page.keyboard.press("Control+ArrowRight");
  await expect.poll(() => active(page)).toBe("0:3");
  await page.keyboard.press("Control+ArrowLeft");
  await expect.poll(() => active(page)).toBe("0:1");
  await page.keyboard.press("Control+Shift+ArrowDown");
  await expect(page.locator(".wg-totals")).toContainText("Selected 1,500");
  await expect(page.locator(".wg-totals")).toContainText("Sum 1,125,750");
});

test("in groups Ctrl with an arrow stops at the end of the group, then at its neighbours' heads", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeGaps(client, baseId);
  const town = table.fields[3]!.id;
  await open(page, `/tables/${table.id}?group=${town}`);
  await cell(page, 3, 0).click();
  await page.keyboard.press("Control+ArrowDown");
  await expect.poll(() => active(page)).toBe("1000:0");
  await page.keyboard.press("Control+ArrowDown");
  await expect(page.locator(".wg-group.is-active")).toContainText("Oslo");
  await page.keyboard.press("Control+ArrowUp");
  await expect(page.locator(".wg-group.is-active")).toContainText("Lyon");
});

test("what whole columns come to is worked out beside the rows, exactly, and follows the selection", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeGaps(client, baseId);
  await open(page, `/tables/${table.id}?sort=-${table.fields[0]!.id}`);
  await cell(page, 4, 1).click();
  const asked = page.waitForRequest((request) => request.url().includes("/rows/summaries"));
  await page.keyboard.press("Control+Space");
  await asked;
  const totals = page.locator(".wg-totals");
  await expect(totals).toContainText("Selected 3,000");
  await expect(totals).toContainText("Filled 1,501");
  await expect(totals).toContainText("Sum 1,127,950");
  await expect(totals).toContainText("Max 2,200");
  const { id } = table.fields[1]!;
  const params = { tableId: table.id, rowId: 1 };
  await client.call(updateRow, { params, query: {}, body: { cells: { [id]: 5001 } } });
  await expect(totals).toContainText("Sum 1,132,950");
  await page.keyboard.press("Escape");
  await expect(totals).toHaveCount(0);
});

test("what a selection comes to follows what is done to it, and counts no heads of groups", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 6);
  await open(page, `/tables/${table.id}?group=${table.fields[2]!.id}`);
  await cell(page, 1, 1).click();
  await cell(page, 4, 1).click({ modifiers: ["Shift"] });
  const totals = page.locator(".wg-totals");
  await expect(totals).toContainText("Sum 8");
  await page.keyboard.press("Delete");
  await expect(totals).toContainText("Filled 0");
  await page.keyboard.press("Control+a");
  await expect(totals).toContainText("Selected 18");
});

test("a reader of the screen finds the active cell with its value, its row and the head of its column", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 5);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 1).click();
  await page.keyboard.press("ArrowLeft");
  const cdp = await page.context().newCDPSession(page);
  type Node = { role?: { value: string }; name?: { value: string }; nodeId: string; parentId?: string } & {
    childIds?: string[];
    properties?: { name: string; value: { value?: unknown; relatedNodes?: { backendDOMNodeId: number }[] } }[];
    backendDOMNodeId?: number;
  };
  const { nodes } = (await cdp.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const grid = nodes.find(({ role }) => role?.value === "grid")!;
  const pointed = grid.properties?.find(({ name }) => name === "activedescendant")?.value.relatedNodes?.[0];
  const held = nodes.find(({ backendDOMNodeId }) => backendDOMNodeId === pointed?.backendDOMNodeId)!;
  expect([held.role?.value, held.name?.value]).toEqual(["gridcell", "Item 2"]);
  const row = byId.get(held.parentId!)!;
  expect(row.role?.value).toBe("row");
  const cellsOf = (one: Node) =>
    one.childIds!.map((id) => byId.get(id)!).filter(({ role }) => /cell|header/i.test(role?.value ?? ""));
  const heads = nodes.filter(({ role }) => role?.value === "columnheader");
  // The head of a column is found by its place in the row: heads and cells must be the same in number and order.
  const place = cellsOf(row).indexOf(held);
  expect(heads[place]?.name?.value).toContain("Name");
  expect(cellsOf(row)[0]?.role?.value).toBe("rowheader");
});

test("a moved row and a closed group are told, and rows are moved from their menu", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 8);
  await open(page, `/tables/${table.id}`);
  const said = page.locator(".weft-grid > [aria-live]");
  await cell(page, 4, 1).click();
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await expect(said).toHaveText("Row 5 stands at 4 now");
  await expect.poll(() => active(page)).toBe("3:1");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move to a row…" }).click();
  await page.getByLabel("New place, 1 to 8").fill("8");
  await page.keyboard.press("Enter");
  await expect(said).toHaveText("Row 4 stands at 8 now");
  await expect(page.locator(".wg-scroller")).toBeFocused();
  const order = ["Item 1", "Item 2", "Item 3", "Item 4", "Item 6", "Item 7", "Item 8", "Item 5"];
  await expect.poll(() => names(client, table.id)).toEqual(order);
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move to the top" }).click();
  await expect.poll(() => names(client, table.id)).toEqual(["Item 5", ...order.slice(0, -1)]);
  await page.goto(`/tables/${table.id}?group=${table.fields[0]!.id}`);
  await page.locator(".wg-group-mark").first().click();
  await expect(said).toHaveText("Item 1 closed");
});

test("from a row that a link opened one goes on to the next", async ({ page, client, baseId }) => {
  const table = await makeGaps(client, baseId);
  await open(page, `/tables/${table.id}?sort=-${table.fields[0]!.id}&open=2200`);
  const panel = page.getByRole("dialog");
  await expect(panel).toContainText("Item 2200");
  await panel.getByRole("button", { name: "Next row" }).click();
  await expect(panel).toContainText("Item 2199");
  await panel.getByRole("button", { name: "Previous row" }).click();
  await expect(panel).toContainText("Item 2200");
  await page.keyboard.press("Escape");
  await expect(page.locator(".wg-scroller")).toBeFocused();
});

test("in groups the row panel goes on past the heads of groups, and numbers rows as the list does", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  await open(page, `/tables/${table.id}?group=${table.fields[0]!.id}`);
  await cell(page, 1, 1).click();
  await page.keyboard.press("Shift+Enter");
  const panel = page.getByRole("dialog");
  for (const number of [2, 3]) {
    await panel.getByRole("button", { name: "Next row" }).click();
    await expect(panel).toContainText(`Item ${number}`);
    await expect(panel).toHaveAccessibleName(`Row ${number}`);
  }
  await panel.getByRole("button", { name: "Close the row" }).click();
  await expect(page.locator(".wg-head .wg-tick")).not.toBeChecked();
  await page.locator(".wg-head .wg-tick").click();
  await expect(page.locator(".wg-row.is-checked")).toHaveCount(4);
});

test("the keyboard comes back to the grid from every window and menu", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 5);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 1).click();
  const grid = page.locator(".wg-scroller");
  for (const keys of ["Control+g", "Control+h", "Shift+F10", "Shift+Enter", "Control+/"]) {
    await page.keyboard.press(keys);
    await expect(page.getByRole("dialog").or(page.getByRole("menu")).first()).toBeVisible();
    await expect(grid).not.toBeFocused();
    await page.keyboard.press("Escape");
    await expect(grid, `after ${keys}`).toBeFocused();
  }
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Name, type, description" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(grid).toBeFocused();
});

test("what is dragged to an edge scrolls the table on, and Escape gives it up", async ({ page, client, baseId }) => {
  const table = await makeGaps(client, baseId);
  await open(page, `/tables/${table.id}`);
  const scrolled = () => page.locator(".wg-scroller").evaluate((one) => one.scrollTop);
  const backToTop = () => page.locator(".wg-scroller").evaluate((one) => one.scrollTo(0, 0));
  const foot = (await page.locator(".wg-foot").boundingBox())!;
  const drag = async (selector: string, xPx: number) => {
    const box = (await page.locator(selector).first().boundingBox())!;
    await page.mouse.move(box.x + xPx, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + xPx, foot.y - 60, { steps: 4 });
    await page.mouse.move(box.x + xPx, foot.y + 10, { steps: 4 });
    await expect.poll(scrolled).toBeGreaterThan(300);
  };
  await drag('[data-row="3"] [data-column="1"]', 20);
  await page.mouse.up();
  await expect.poll(() => page.locator(".wg-cell.is-ranged").count()).toBeGreaterThan(12);
  await backToTop();
  await cell(page, 3, 1).click();
  await drag(".wg-fill", 4);
  await expect(page.locator(".wg-frame.is-fill")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".wg-frame.is-fill")).toHaveCount(0);
  await page.mouse.up();
  await backToTop();
  await page.locator('[data-row="3"] [data-gutter]').click({ position: { x: 3, y: 10 } });
  await drag('[data-row="3"] [data-gutter]', 3);
  await expect(page.locator(".wg-drop-row")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".wg-drop-row")).toHaveCount(0);
  await page.mouse.up();
  expect(await names(client, table.id, 5)).toEqual(["Item 1", "Item 2", "Item 3", "Item 4", "Item 5"]);
});

test("a column is made wider and narrower by key, which is told", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 1).click();
  const width = async () => Math.round((await page.locator('[data-heading="1"]').boundingBox())!.width);
  const before = await width();
  await page.keyboard.press("Control+Alt+ArrowRight");
  await page.keyboard.press("Control+Alt+ArrowRight");
  await expect.poll(width).toBe(before + 32);
  await page.keyboard.press("Control+Alt+ArrowLeft");
  await expect(page.locator(".weft-grid > [aria-live]")).toHaveText(`Amount is ${before + 16} pixels wide now`);
});
