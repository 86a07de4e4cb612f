import { listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, copy, makeStock, paste, settled } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

test("a range is summed up below, and its handle goes on with the series; one undo takes it back", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 12);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await cell(page, 1, 1).click({ modifiers: ["Shift"] });
  await expect(page.locator(".wg-totals")).toContainText("Sum 2");
  const handle = (await page.locator(".wg-fill").boundingBox())!;
  await page.mouse.move(handle.x + 4, handle.y + 4);
  await page.mouse.down();
  await page.mouse.move(handle.x + 4, handle.y + 40);
  const last = (await cell(page, 4, 1).boundingBox())!;
  await page.mouse.move(last.x + 20, last.y + 10, { steps: 4 });
  await expect(page.locator(".wg-frame.is-fill")).toBeVisible();
  await page.mouse.up();
  await settled(page);
  await expect(cell(page, 4, 1)).toHaveText("4.5");
  await expect(cell(page, 4, 0)).toHaveText("Item 5");
  await cell(page, 8, 0).click();
  await page.keyboard.type("Step 10");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+d");
  await expect(cell(page, 9, 0)).toHaveText("Step 10");
  await settled(page);
  await page.keyboard.press("Control+z");
  await expect(cell(page, 9, 0)).toHaveText("Item 10");
  await expect(cell(page, 8, 0)).toHaveText("Step 10");
});

test("cells that are cut move when they are pasted, in one step", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 6);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await cell(page, 1, 0).click({ modifiers: ["Shift"] });
  const text = await copy(page, "cut");
  await expect(page.locator(".wg-frame.is-cut")).toBeVisible();
  await cell(page, 3, 2).click();
  await paste(page, text);
  await expect(cell(page, 4, 2)).toHaveText("Item 2");
  await expect(cell(page, 0, 0)).toHaveText("");
  await settled(page);
  await page.keyboard.press("Control+z");
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
  await expect(cell(page, 4, 2)).toHaveText("");
});

test("a paste beyond the edge says what it needs, and adds rows and fields when told to", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 2).click();
  await paste(page, "a\tb\nc\td");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("4 cells. Rows to add: 1, fields to add: 1.");
  await dialog.getByRole("button", { name: "Add and paste" }).click();
  await expect(cell(page, 3, 3)).toHaveText("d");
  await expect(cell(page, 2, 3)).toHaveText("b");
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 10 } });
  expect(rows).toHaveLength(4);
});

test("find and replace says how many before it changes them", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 25);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.press("Control+h");
  await page.getByLabel("Find", { exact: true }).fill("item 2");
  await page.getByLabel("Replace with").fill("Thing 2");
  await expect(page.getByText("7 cells will be changed.")).toBeVisible();
  await page.getByRole("button", { name: "Replace all" }).click();
  await expect(cell(page, 19, 0)).toHaveText("Thing 20");
  await settled(page);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await expect(cell(page, 19, 0)).toHaveText("Item 20");
  await expect(cell(page, 1, 0)).toHaveText("Item 2");
});

test("a row opens beside the grid, is edited there, and its link opens it for a colleague", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 8);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 0).click();
  await page.keyboard.press("Shift+Enter");
  const panel = page.getByRole("dialog", { name: "Row 3" });
  await panel.getByRole("button", { name: "Note empty" }).click();
  await page.keyboard.type("From the panel");
  await page.keyboard.press("Enter");
  await expect(cell(page, 2, 2)).toHaveText("From the panel");
  await panel.getByRole("button", { name: "Next row" }).click();
  await expect(page.getByRole("dialog", { name: "Row 4" })).toContainText("Item 4");
  await expect(page).toHaveURL(/open=\d+/);
  const colleague = await page.context().newPage();
  await open(colleague, page.url());
  await expect(colleague.getByRole("dialog")).toContainText("Item 4");
});

test("Ctrl+G goes to a row, and Tab goes round a selected range", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 200);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  // Without looking whether the window is open: nothing of it may land in the cell.
  await page.keyboard.press("Control+g");
  await page.keyboard.type("150");
  await page.keyboard.press("Enter");
  await expect(cell(page, 149, 0)).toHaveClass(/is-active/);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(cell(page, 149, 0)).toHaveClass(/is-active/);
  await expect(cell(page, 149, 1)).toHaveClass(/is-ranged/);
  await page.keyboard.press("Control+Home");
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
});

test("50,000 cells go in at once, and out again by one undo", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  const rows = 16_667;
  const text = Array.from({ length: rows }, (_, at) => `Pasted ${at}\t${at}.25\tnote ${at}`).join("\n");
  await paste(page, text);
  await expect(page.getByRole("dialog")).toContainText("Rows to add: 16,665.");
  const pastedAt = Date.now();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main span[role=status]").last()).toHaveText("16,667 rows");
  await settled(page);
  const undoneAt = Date.now();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await expect(page.locator("#main span[role=status]").last()).toHaveText("2 rows");
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
  test.info().annotations.push({ type: "ms", description: `${undoneAt - pastedAt} in, ${Date.now() - undoneAt} out` });
});

test("a finger stretches a selection by its handle", async ({ browser, client, baseId, baseURL }) => {
  const table = await makeStock(client, baseId, 10);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(page, `${baseURL}/tables/${table.id}`);
  await cell(page, 1, 0).tap();
  const handle = (await page.locator(".wg-stretch.is-end").boundingBox())!;
  const target = (await cell(page, 4, 0).boundingBox())!;
  const session = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const from = { x: handle.x + 11, y: handle.y + 11 };
  await touch("touchStart", from.x, from.y);
  for (let step = 1; step <= 5; step += 1)
    await touch("touchMove", from.x - 20, from.y + ((target.y + 20 - from.y) * step) / 5);
  await expect(cell(page, 4, 0)).toHaveClass(/is-ranged/);
  await touch("touchEnd", 0, 0);
  await expect(page.locator(".wg-totals")).toContainText("Selected 4");
  await context.close();
});
