import { createTable } from "@weft/api/bases";
import { createRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, hasFields, makeStock, names, paste, settled } from "./support/stock.ts";
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

test("five million cells are refused with the limit and the way out, and the tab goes on", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  const heldMs = await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "1.5\tword\n".repeat(2_500_000));
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    const startedAt = performance.now();
    document.activeElement?.dispatchEvent(event);
    return performance.now() - startedAt;
  });
  await expect(
    page.getByText("5,000,000 cells are too many to paste: at most 100,000 go at once").first(),
  ).toBeVisible();
  test.info().annotations.push({ type: "ms", description: `the tab was held for ${Math.round(heldMs)}` });
  expect(heldMs).toBeLessThan(3000);
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, 1, 0)).toHaveClass(/is-active/);
});

test("what does not fit its field is named by row and field, and the rest is pasted on request", async ({
  page,
  client,
  baseId,
  context,
}) => {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Amount", type: "number" as const, options: { decimals: null } },
    { name: "Day", type: "date" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Typed", fields } });
  const cells = { Name: "old", Amount: 1, Day: "2024-01-01" };
  await client.call(createRows, { params: { tableId: table.id }, body: { rows: [{ cells }, { cells }] } });
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await paste(page, "a\tmuch\t2024-02-30\nb\t7\t2024-02-29\nc\tmore\t2024-03-01");
  await page.getByRole("button", { name: "Add and paste" }).click();
  const dialog = page.getByRole("dialog", { name: "Nothing has been written yet" });
  await expect(dialog).toContainText("3 cells do not fit their fields");
  await expect(dialog.getByRole("row").nth(1)).toHaveText(/^1AmountmuchNot a number/);
  await expect(dialog.getByRole("row").nth(2)).toHaveText(/^1Day2024-02-30There is no such day/);
  await expect(dialog.getByRole("row").nth(3)).toHaveText(/^3Amountmore/);
  await context.grantPermissions(["clipboard-read"]);
  await dialog.getByRole("button", { name: "Copy the list" }).click();
  await expect(dialog.getByText("List copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^Row\tField\tText\tWhat is wrong\r?\n1\tAmount\tmuch\t/,
  );
  expect(await names(client, table.id)).toEqual(["old", "old"]);
  await dialog.getByRole("button", { name: "Write the rest" }).click();
  await expect(cell(page, 2, 2)).toHaveText("2024-03-01");
  await settled(page);
  expect(await names(client, table.id)).toEqual(["a", "b", "c"]);
  await expect(cell(page, 0, 1)).toHaveText("1");
  await expect(cell(page, 0, 2)).toHaveText("2024-01-01");
  await expect(cell(page, 1, 1)).toHaveText("7");
  await expect(cell(page, 2, 1)).toHaveText("");
});

test("a paste that adds fields and rows is one step: both go and come together", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 2).click();
  await paste(page, "a\tb\tc\nd\te\tf");
  await page.getByRole("button", { name: "Add and paste" }).click();
  await expect(cell(page, 2, 4)).toHaveText("f");
  await settled(page);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await hasFields(page, 3);
  await expect(cell(page, 1, 2)).toHaveText("");
  await expect(cell(page, 2, 0)).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(cell(page, 2, 4)).toHaveText("f");
  await hasFields(page, 5);
});

test("a paste that is refused takes the fields away again that it had added", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 1).click();
  await paste(page, "much\tb\tc");
  await page.getByRole("button", { name: "Add and paste" }).click();
  await hasFields(page, 4);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await hasFields(page, 3);
  await expect(cell(page, 0, 1)).toHaveText("0.5");
});
