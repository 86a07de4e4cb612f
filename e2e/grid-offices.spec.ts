import { listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { owner } from "./support/owner.ts";
import { cell, copy, makeStock, names, paste, settled } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

test("cells of a spreadsheet arrive as what they are, not as they look, and markup in them is text", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 3);
  const refusals: string[] = [];
  page.on("dialog", (dialog) => refusals.push(dialog.message()));
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  // As LibreOffice writes it: the value stands in sdval.
  const html = `<meta name="generator" content="LibreOffice 7.4"/><table><tr><td sdnum="1033;0;@">00420</td>
<td sdval="-1234.567" sdnum="1033;1033;[$$-409]#,##0.00">-$1,234.57</td><td>two<br>lines</td></tr>
<tr><td><img src="x" onerror="alert(1)">&lt;img src=x onerror=alert(2)&gt;</td><td><script>alert(3)</script>7</td><td><br></td></tr></table>`;
  await paste(page, "00420\t-$1,234.57\ttwo lines\n<img src=x onerror=alert(2)>\t7\n", html);
  await expect(cell(page, 1, 0)).toHaveText("<img src=x onerror=alert(2)>");
  await settled(page);
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 2 } });
  expect(rows).toMatchObject([
    { cells: { Name: "00420", Amount: -1234.567, Note: "two\nlines" } },
    { cells: { Name: "<img src=x onerror=alert(2)>", Amount: 7, Note: null } },
  ]);
  expect(refusals).toEqual([]);
});

test("what is copied says which cells are text, and can stand below the names of its fields", async ({
  page,
  context,
  client,
  baseId,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const table = await makeStock(client, baseId, 3);
  await open(page, `/tables/${table.id}`);
  const clipboard = (type: string) =>
    page.evaluate(async (wanted) => {
      const [item] = await navigator.clipboard.read();
      return (await item!.getType(wanted)).text();
    }, type);
  await cell(page, 0, 2).click();
  await page.keyboard.type('=HYPERLINK("https://example.org")');
  await page.keyboard.press("Enter");
  await settled(page);
  await cell(page, 0, 0).click();
  await cell(page, 1, 2).click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+Shift+C");
  await expect
    .poll(() => clipboard("text/plain"))
    .toBe('Name\tAmount\tNote\nItem 1\t0.5\t"=HYPERLINK(""https://example.org"")"\nItem 2\t1.5\t');
  expect(await clipboard("text/html")).toMatch(/<td style="mso-number-format:'\\@'" sdnum="1033;0;@"[^>]*>=HYPERLINK/);
  await page.keyboard.press("Control+c");
  await expect.poll(() => clipboard("text/plain")).toMatch(/^Item 1\t0.5/);
});

test("a smaller range is repeated over the selection, and a cut range may move onto itself", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 6);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 2).click();
  await cell(page, 3, 2).click({ modifiers: ["Shift"] });
  await paste(page, "a\nb");
  await expect(cell(page, 3, 2)).toHaveText("b");
  await expect(cell(page, 2, 2)).toHaveText("a");
  await settled(page);
  await cell(page, 0, 0).click();
  await cell(page, 2, 0).click({ modifiers: ["Shift"] });
  const text = await copy(page, "cut");
  await cell(page, 1, 0).click();
  await paste(page, text);
  await expect(cell(page, 3, 0)).toHaveText("Item 3");
  await settled(page);
  expect(await names(client, table.id, 5)).toEqual([null, "Item 1", "Item 2", "Item 3", "Item 5"]);
  await page.keyboard.press("Control+z");
  await expect(cell(page, 0, 0)).toHaveText("Item 1");
  expect(await names(client, table.id, 5)).toEqual(["Item 1", "Item 2", "Item 3", "Item 4", "Item 5"]);
});

test("a paste into a sorted or grouped list goes to the rows that were seen, past the headers of groups", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  const [first] = table.fields;
  await open(page, `/tables/${table.id}?sort=-${first!.id}`);
  await expect(cell(page, 0, 0)).toHaveText("Item 4");
  await cell(page, 0, 0).click();
  await paste(page, "A\nB");
  await expect(cell(page, 1, 0)).toHaveText("B");
  await settled(page);
  expect(await names(client, table.id)).toEqual(["Item 1", "Item 2", "B", "A"]);
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.getByPlaceholder("Group by a field").or(page.getByText("Group by a field")).click();
  await page.getByRole("option", { name: "Name" }).click();
  await expect(page.locator(".wg-group-title")).toHaveCount(4);
  await page.keyboard.press("Escape");
  await page.locator(".wg-row").first().locator('[data-column="2"]').click();
  await paste(page, "1\n2\n3\n4");
  await expect(page.locator(".wg-row").last().locator('[data-column="2"]')).toHaveText("4");
  await settled(page);
  const { rows } = await client.call(listRows, { params: { tableId: table.id }, query: { limit: 10 } });
  const notes = (rows as unknown as { cells: { Note: string } }[]).map(({ cells }) => cells.Note);
  expect(notes.toSorted()).toEqual(["1", "2", "3", "4"]);
});

test("without https, rows that have not been loaded are copied too", async ({ browser, baseURL, client, baseId }) => {
  const table = await makeStock(client, baseId, 900);
  const address = `http://weft.test:${new URL(baseURL).port}`;
  const context = await browser.newContext({ baseURL: address, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await open(page, "/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${address}/`);
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.press("Control+Shift+End");
  await page.keyboard.press("Control+c");
  await expect(page.getByText("2,700 cells copied", { exact: true })).toBeVisible();
  await page.getByRole("searchbox").or(page.getByPlaceholder("Search rows")).first().focus();
  await page.keyboard.press("Control+v");
  await expect(page.getByPlaceholder("Search rows")).toHaveValue(/^Item 1.*Item 900/s);
  await context.close();
});

test("a file dropped on a table waits for review as rows to be added to it", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 2);
  await open(page, `/tables/${table.id}`);
  const files = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["Name,Amount\nNew one,9\n"], "more.csv", { type: "text/csv" }));
    return data;
  });
  await page.dispatchEvent(".wg-scroller", "dragenter", { dataTransfer: files });
  await expect(page.getByTestId("drop-area")).toHaveText("Import into Stock");
  await page.dispatchEvent(".wg-scroller", "drop", { dataTransfer: files });
  await expect(page).toHaveURL(/\/imports\/imp/, { timeout: 30_000 });
  await page.getByRole("button", { name: /^Load 1 row/ }).click();
  await expect.poll(() => names(client, table.id), { timeout: 30_000 }).toEqual(["Item 1", "Item 2", "New one"]);
});
