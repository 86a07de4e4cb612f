import type { Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { retypeField } from "@weft/api/fields";
import { createRows, deleteRows, listRows, updateRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

/** A table with Name (text), Amount (number), Note (text) and `count` rows. */
async function makeTable(client: Client, baseId: string, count: number) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Amount", type: "number" as const, options: { decimals: null } },
    { name: "Note", type: "text" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Stock", fields } });
  const rows = Array.from({ length: count }, (_, at) => ({ cells: { Name: `Item ${at + 1}`, Amount: at + 0.5 } }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

const cell = (page: Page, row: number, column: number) => page.locator(`[data-row="${row}"] [data-column="${column}"]`);
const settled = (page: Page) => expect(page.locator(".wg-pending")).toHaveCount(0);

function paste(page: Page, text: string, html = ""): Promise<void> {
  return page.evaluate(
    ([plain, table]) => {
      const data = new DataTransfer();
      if (plain) data.setData("text/plain", plain);
      if (table) data.setData("text/html", table);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    },
    [text, html] as const,
  );
}

function copy(page: Page, type: "copy" | "cut"): Promise<string> {
  return page.evaluate((kind) => {
    const data = new DataTransfer();
    const event = new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return data.getData("text/plain");
  }, type);
}

async function names(client: Client, tableId: string, limit = 10): Promise<unknown[]> {
  const { rows } = await client.call(listRows, { params: { tableId }, query: { limit } });
  return (rows as { cells: Record<string, unknown> }[]).map(({ cells }) => cells.Name);
}

test("a range is summed up below, and its handle goes on with the series; one undo takes it back", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 12);
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
  const table = await makeTable(client, baseId, 6);
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
  const table = await makeTable(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 2).click();
  await paste(page, "a\tb\nc\td");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("4 cells. It needs 1 more rows and 1 more fields");
  await dialog.getByRole("button", { name: "Add and paste" }).click();
  await expect(cell(page, 3, 3)).toHaveText("d");
  await expect(cell(page, 2, 3)).toHaveText("b");
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 10 } });
  expect(rows).toHaveLength(4);
});

test("a picture is refused in words, a ragged table goes in as it is", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await paste(page, "", '<img src="data:,">');
  await expect(page.getByText("A picture cannot be put into cells").first()).toBeVisible();
  await paste(page, "x\t7\ty\nz");
  await expect(cell(page, 0, 2)).toHaveText("y");
  await expect(cell(page, 1, 0)).toHaveText("z");
  await expect(cell(page, 1, 1)).toHaveText("1.5");
});

test("find and replace says how many before it changes them", async ({ page, client, baseId }) => {
  const table = await makeTable(client, baseId, 25);
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
  const table = await makeTable(client, baseId, 8);
  await open(page, `/tables/${table.id}`);
  await cell(page, 2, 0).click();
  await page.keyboard.press("Shift+Enter");
  const panel = page.getByRole("dialog", { name: "Row 3" });
  await panel.getByRole("button", { name: "Note: empty" }).click();
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
  const table = await makeTable(client, baseId, 200);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.press("Control+g");
  await page.getByLabel("Row number, 1 to 200").fill("150");
  await page.keyboard.press("Enter");
  await expect(cell(page, 149, 0)).toHaveClass(/is-active/);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(cell(page, 149, 0)).toHaveClass(/is-active/);
  await expect(cell(page, 149, 1)).toHaveClass(/is-ranged/);
});

test("an edit of a row that somebody deletes meanwhile is refused and gives back what was typed", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 4);
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
  const table = await makeTable(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 2).click();
  await page.keyboard.type("words");
  const body = { type: "number" as const, options: { decimals: null } };
  await client.call(retypeField, { params: { tableId: table.id, fieldId: table.fields[2]!.id }, body });
  await expect(page.locator(".wg-heading").nth(2).locator(".wg-icon").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("words");
});

test("edits typed while the server is away outlive a reload of the tab, and conflicts are told", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 4);
  const params = { tableId: table.id };
  page.on("dialog", (dialog) => void dialog.accept());
  await open(page, `/tables/${table.id}`);
  await page.route("**/api/v1/tables/*/rows*", (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  for (const [row, text] of ["Kept", "Mine"].entries()) {
    await cell(page, row, 0).click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
  await expect(page.getByText("2 edits wait for the connection")).toBeVisible();
  const { rows } = await client.call(listRows, { params, query: { limit: 2 } });
  const second = (rows as { id: number }[])[1]!.id;
  await client.call(updateRows, { params, query: {}, body: { rows: [{ id: second, cells: { Name: "Theirs" } }] } });
  await page.unroute("**/api/v1/tables/*/rows*");
  await page.reload();
  await expect(cell(page, 0, 0)).toHaveText("Kept");
  await expect(page.getByText("What you had typed: “Mine”").first()).toBeVisible();
  await expect(cell(page, 1, 0)).toHaveText("Theirs");
  expect(await names(client, table.id, 2)).toEqual(["Kept", "Theirs"]);
});

test("right-to-left text, emoji and combining marks come back from the clipboard as they went in", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeTable(client, baseId, 4);
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
