import type { Page } from "@playwright/test";
import { createBase, deleteBase } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import { getSession } from "@weft/api/people";
import { deleteRows, listRows, updateRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { owner } from "./support/owner.ts";
import { cell, makeStock, names, paste, settled } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

const writes = "**/api/v1/tables/*/rows/write*";
/** Nobody answers what is written. */
const goAway = (page: Page) => page.route(writes, (route) => route.abort());
const comeBack = (page: Page) => page.unroute(writes);
const waiting = (page: Page, count: number) =>
  expect(page.getByText(count === 1 ? "1 edit waits for the connection" : `${count} edits wait`)).toBeVisible();
const isWaiting = (page: Page, row: number, column: number) =>
  expect(cell(page, row, column).locator(".wg-pending")).toHaveCount(1);

async function type(page: Page, row: number, column: number, text: string): Promise<void> {
  await cell(page, row, column).click();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

async function select(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await cell(page, ...from).click();
  await cell(page, ...to).click({ modifiers: ["Shift"] });
}

test("edits typed while the server is away outlive a reload of the tab, wait in their cells, and conflicts are told", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  const params = { tableId: table.id };
  page.on("dialog", (dialog) => void dialog.accept());
  await open(page, `/tables/${table.id}`);
  await goAway(page);
  await type(page, 0, 0, "Kept");
  await type(page, 1, 0, "Mine");
  await waiting(page, 2);
  const { rows } = await client.call(listRows, { params, query: { limit: 2 } });
  const second = (rows as { id: number }[])[1]!.id;
  await client.call(updateRows, { params, query: {}, body: { rows: [{ id: second, cells: { Name: "Theirs" } }] } });
  await page.reload();
  await waiting(page, 2);
  await expect(cell(page, 0, 0)).toContainText("Kept");
  await isWaiting(page, 0, 0);
  await isWaiting(page, 1, 0);
  await comeBack(page);
  await expect(cell(page, 0, 0)).toHaveText("Kept");
  await expect(page.getByText("What you had typed: “Mine”").first()).toBeVisible();
  await expect(cell(page, 1, 0)).toHaveText("Theirs");
  expect(await names(client, table.id, 2)).toEqual(["Kept", "Theirs"]);
});

test("a paste, a fill, an emptied range, a new row and a deleted one outlive a reload, and others' cells stay theirs", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 9);
  const params = { tableId: table.id };
  page.on("dialog", (dialog) => void dialog.accept());
  await open(page, `/tables/${table.id}`);
  const { rows } = await client.call(listRows, { params, query: { limit: 9 } });
  const ids = (rows as { id: number }[]).map(({ id }) => id);
  await goAway(page);
  await cell(page, 0, 0).click();
  await paste(page, "a\t1\nb\t2");
  await select(page, [2, 0], [4, 0]);
  await page.keyboard.press("Control+d");
  await select(page, [5, 0], [6, 1]);
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "New row", exact: true }).click();
  await cell(page, 8, 0).click();
  await page.keyboard.press("Control+Delete");
  await waiting(page, 5);
  const theirs = [
    { id: ids[1]!, cells: { Name: "Theirs" } },
    { id: ids[0]!, cells: { Note: "another cell" } },
  ];
  await client.call(updateRows, { params, query: {}, body: { rows: theirs } });
  await client.call(deleteRows, { params, body: { ids: [ids[6]!] } });
  await page.reload();
  await waiting(page, 5);
  for (const [row, column] of [
    [0, 0],
    [1, 1],
    [4, 0],
    [5, 1],
  ] as const)
    await isWaiting(page, row, column);
  await expect(cell(page, 4, 0)).toContainText("Item 3");
  await comeBack(page);
  await expect(page.getByText("stays as it is: “Name” is “Theirs” now").first()).toBeVisible();
  await expect(page.getByText("1 row that this edit was for has been deleted").first()).toBeVisible();
  await settled(page);
  const all = ["a", "Theirs", "Item 3", "Item 3", "Item 3", null, "Item 8", null];
  await expect.poll(() => names(client, table.id)).toEqual(all);
  await expect(cell(page, 0, 2)).toHaveText("another cell");
  await expect(cell(page, 1, 1)).toHaveText("2");
});

test("two tabs of one person: both send what waited once, and each undoes its own", async ({
  page,
  client,
  baseId,
}) => {
  const table = await makeStock(client, baseId, 4);
  const other = await page.context().newPage();
  for (const [row, tab] of [page, other].entries()) {
    await open(tab, `/tables/${table.id}`);
    await goAway(tab);
    await type(tab, row, 0, `From ${row}`);
    await tab.getByRole("button", { name: "New row", exact: true }).click();
    await waiting(tab, 2);
  }
  for (const tab of [page, other]) await comeBack(tab);
  for (const tab of [page, other]) {
    await expect(cell(tab, 0, 0)).toHaveText("From 0");
    await expect(cell(tab, 1, 0)).toHaveText("From 1");
  }
  await expect(cell(page, 5, 0)).toBeVisible();
  expect(await names(client, table.id)).toEqual(["From 0", "From 1", "Item 3", "Item 4", null, null]);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(cell(other, 0, 0)).toHaveText("Item 1");
  await expect(cell(other, 1, 0)).toHaveText("From 1");
});

test("what a closed tab could not send is sent by one that is still open", async ({ page, client, baseId }) => {
  const table = await makeStock(client, baseId, 4);
  const other = await page.context().newPage();
  await open(page, `/tables/${table.id}`);
  await open(other, `/tables/${table.id}`);
  await goAway(other);
  await type(other, 1, 0, "Left behind");
  await waiting(other, 1);
  await other.close();
  await expect(cell(page, 1, 0)).toHaveText("Left behind");
  expect(await names(client, table.id, 2)).toEqual(["Item 1", "Left behind"]);
});

test("a session that ends in the middle of typing: the edit waits, and is saved once one has signed in again", async ({
  browser,
  baseURL,
}) => {
  // Somebody of their own: the others of this run share the owner's session.
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const person = { ...owner, name: "Ida", email: "ida@example.org" };
  const headers = { origin: baseURL };
  const session = (path: string, data: object) => context.request.post(`/api/v1/session/${path}`, { data, headers });
  await session("sign-up", person);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const client = createClient({ url: baseURL, headers: { cookie, ...headers } });
  const { workspaces } = await client.call(getSession, {});
  const params = { workspaceId: workspaces[0]!.id };
  const base = await client.call(createBase, { params, body: { name: "Session" } });
  const table = await makeStock(client, base.id, 4);
  const page = await context.newPage();
  await open(page, `/tables/${table.id}`);
  await cell(page, 0, 0).click();
  await page.keyboard.type("A long thought");
  expect((await session("sign-out", {})).ok()).toBe(true);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your session has ended. 1 edit is kept here.")).toBeVisible();
  await isWaiting(page, 0, 0);
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Sign in", exact: true }).click(),
  ]);
  await tab.getByLabel("E-mail").fill(person.email);
  await tab.getByLabel("Password", { exact: true }).fill(person.password);
  // Until the page has come alive, its button waits and so does Enter.
  await expect(tab.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await tab.getByLabel("Password", { exact: true }).press("Enter");
  await expect(tab.getByRole("link", { name: "Home" })).toBeVisible();
  await expect(page.getByText("Your session has ended")).toBeHidden();
  await expect(cell(page, 0, 0)).toHaveText("A long thought");
  await settled(page);
  const again = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const signedIn = createClient({ url: baseURL, headers: { cookie: again, ...headers } });
  expect(await names(signedIn, table.id, 1)).toEqual(["A long thought"]);
  await signedIn.call(deleteBase, { params: { baseId: base.id } });
  await context.close();
});
