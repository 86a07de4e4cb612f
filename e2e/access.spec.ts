import type { Browser, Page } from "@playwright/test";
import { createBase, createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import { putGrant } from "@weft/api/grants";
import { createInvitation } from "@weft/api/invitations";
import { getSession } from "@weft/api/people";
import { createRows, deleteRows } from "@weft/api/rows";
import { getRules, putRules } from "@weft/api/rules";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { readMailed } from "./support/mailbox.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

interface Visitor {
  page: Page;
  client: Client;
  email: string;
  close(): Promise<void>;
}

async function signUp(browser: Browser, baseURL: string, name: string): Promise<Visitor> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const email = `${name.toLowerCase()}@access.example.org`;
  const data = { name, email, password: owner.password, language: "en" };
  const answer = await context.request.post("/api/v1/session/sign-up", { data, headers: { origin: baseURL } });
  expect(answer.ok(), await answer.text()).toBe(true);
  const cookie = (await context.cookies(baseURL)).map(({ name: key, value }) => `${key}=${value}`).join("; ");
  const client = createClient({ url: baseURL, headers: { cookie, origin: baseURL } });
  return { page: await context.newPage(), client, email, close: () => context.close() };
}

/** A manager with a table of three people, and an editor of their workspace. */
async function makeStaff(browser: Browser, baseURL: string, names: [string, string]) {
  const boss = await signUp(browser, baseURL, names[0]);
  const editor = await signUp(browser, baseURL, names[1]);
  const { workspaces } = await boss.client.call(getSession, {});
  const workspaceId = workspaces[0]?.id as string;
  const body = { email: editor.email, role: "editor" as const };
  await boss.client.call(createInvitation, { params: { workspaceId }, body });
  const secret = await readMailed(editor.email, /invitation#([\w-]+)/);
  await open(editor.page, `/invitation#${secret}`);
  await editor.page.getByRole("button", { name: "Accept" }).click();
  await expect(editor.page.getByRole("button", { name: `Workspace ${names[0]}'s workspace: change` })).toBeVisible();
  const base = await boss.client.call(createBase, { params: { workspaceId }, body: { name: "Staff" } });
  const fields = ["Name", "Unit", "Pay"].map((name) => ({ name, type: "text" as const }));
  const table = await boss.client.call(createTable, { params: { baseId: base.id }, body: { name: "People", fields } });
  const rows = ["Ann Birds 31", "Bob Bats 42", "Cleo Fish 53"].map((line) => line.split(" "));
  const sent = rows.map(([Name, Unit, Pay]) => ({ cells: { Name: Name!, Unit: Unit!, Pay: Pay! } }));
  await boss.client.call(createRows, { params: { tableId: table.id }, query: {}, body: { rows: sent } });
  return { boss, editor, base, table };
}

/** An option is called what it says, and what is said of it behind. */
async function choose(page: Page, label: string | RegExp, option: string): Promise<void> {
  await page.getByLabel(label).first().click();
  await page
    .getByRole("option", { name: new RegExp(`^${option}`) })
    .first()
    .click();
}

test("what a manager hides is gone for an editor within a second, and what is locked says why", async ({
  browser,
  baseURL,
}) => {
  const { boss, editor, table } = await makeStaff(browser, baseURL, ["Maud", "Eddy"]);
  const { page } = boss;
  await open(page, "/team-manager/members");
  await page.getByRole("button", { name: "Attributes of Eddy" }).click();
  await page.getByLabel("Attribute", { exact: true }).fill("unit");
  await page.getByLabel("Values: unit").fill("Bats");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("unit: Bats")).toBeVisible();

  await open(editor.page, `/tables/${table.id}`);
  const grid = editor.page.locator(".weft-grid");
  await expect(grid.getByRole("columnheader", { name: "Pay" })).toBeVisible();
  await expect(editor.page.getByText("3 rows")).toBeVisible();

  await open(page, `/tables/${table.id}/access?tab=fields`);
  await choose(page, "Who sees Pay", "Manager and above");
  await choose(page, "Who changes Unit", "Manager and above");
  await page.getByRole("link", { name: "Rows" }).click();
  await page.getByRole("button", { name: "Add a rule" }).click();
  await choose(page, "Which rows", "rows where");
  await choose(page, /^Field: /, "Unit");
  await choose(page, "Operator", "is");
  await page.getByRole("button", { name: "the person’s own value" }).click();
  await expect(page.getByText("Finish the conditions")).toHaveCount(0);
  await expect(page.getByLabel("Value: the person’s unit")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The rules hold from now on").first()).toBeVisible();

  await expect(grid.getByRole("columnheader", { name: "Pay" })).toHaveCount(0, { timeout: 1000 });
  await expect(editor.page.getByText("1 row", { exact: true })).toBeVisible({ timeout: 1000 });
  await expect(grid.getByText("Bob")).toBeVisible();
  await grid.getByRole("gridcell", { name: "Bats" }).dblclick();
  await expect(editor.page.getByText("You cannot change Unit").first()).toBeVisible();
  await expect(grid.locator("input, textarea").and(grid.locator(":focus"))).toHaveCount(0);

  await page.getByRole("link", { name: "See as" }).click();
  await choose(page, "Person", "Eddy");
  await expect(page.getByText("1 of 3 rows")).toBeVisible();
  await expect(page.locator("li", { hasText: "Pay" }).getByText("hidden")).toBeVisible();
  for (const each of [boss, editor]) await each.close();
});

test("rules that somebody else has saved meanwhile are not overwritten: one's own are kept, and put on top of them", async ({
  browser,
  baseURL,
}) => {
  const { boss, editor, table } = await makeStaff(browser, baseURL, ["Rita", "Otto"]);
  const { page, client } = boss;
  const params = { tableId: table.id };
  await open(page, `/tables/${table.id}/access?tab=fields`);
  await choose(page, "Who sees Pay", "Manager and above");
  const theirs = { fields: [{ field: "Unit", sees: "builder" as const, changes: "builder" as const }] };
  await client.call(putRules, { params, body: theirs });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody else has saved other rules meanwhile")).toBeVisible();
  await expect(page.getByLabel("Who sees Pay")).toContainText("Manager");
  expect((await client.call(getRules, { params })).fields.map(({ name }) => name)).toEqual(["Unit"]);
  await page.getByRole("button", { name: "Load the newer rules" }).click();
  await expect(page.getByLabel("Who sees Unit")).toContainText("Builder");
  await expect(page.getByLabel("Who sees Pay")).toContainText("Manager");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The rules hold from now on").first()).toBeVisible();
  expect((await client.call(getRules, { params })).fields.map(({ name }) => name)).toEqual(["Unit", "Pay"]);
  for (const each of [boss, editor]) await each.close();
});

test("nobody takes a table for empty whose rows are hidden from them, or is told to type what would be refused", async ({
  browser,
  baseURL,
}) => {
  const { boss, editor, table } = await makeStaff(browser, baseURL, ["Vera", "Hugo"]);
  const params = { tableId: table.id };
  const { page } = editor;
  await boss.client.call(putRules, { params, body: { rows: [{ upTo: "editor", rows: "own" }] } });
  await open(page, `/tables/${table.id}`);
  await expect(page.getByText("No rows of yours yet")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a row" })).toBeVisible();
  const ofUnit = { field: "Unit", op: "is", value: { me: "unit" } };
  await boss.client.call(putRules, { params, body: { rows: [{ upTo: "editor", rows: ofUnit }] } });
  await open(page, `/tables/${table.id}`);
  await expect(page.getByText("No row here is yours to see")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a row" })).toHaveCount(0);
  await boss.client.call(putRules, { params, body: {} });
  await boss.client.call(deleteRows, { params, body: { ids: [1, 2, 3] } });
  await open(page, `/tables/${table.id}`);
  await expect(page.getByText("Type the first one, or bring in a file.")).toBeVisible();
  const asViewer = { to: { personId: (await editor.client.call(getSession, {})).me!.id }, role: "viewer" as const };
  await boss.client.call(putGrant, { params: { thingId: table.id }, body: asViewer });
  await open(page, `/tables/${table.id}`);
  await expect(page.getByText("Rows appear here once somebody has added them.")).toBeVisible();
  for (const each of [boss, editor]) await each.close();
});

test("a role is given, explained, changed and taken back; what comes from farther out is shown with its place", async ({
  browser,
  baseURL,
}) => {
  const { boss, editor, base, table } = await makeStaff(browser, baseURL, ["Nora", "Finn"]);
  const { page } = boss;
  await open(page, `/bases/${base.id}`);
  await page.locator("main").getByRole("button", { name: "Menu of Staff" }).click();
  await page.getByRole("menuitem", { name: "Access…" }).click();
  await expect(page.getByRole("heading", { name: "Access to the base Staff" })).toBeVisible();
  await open(page, `/tables/${table.id}/access`);
  const around = page.locator("main li", { hasText: "Finn" });
  await expect(around).toContainText("as a member of the workspace");
  await choose(page, /^Person or team/, "Finn");
  await choose(page, "Role", "Viewer");
  await page.getByRole("button", { name: "Give", exact: true }).click();
  await expect(page.getByLabel("Role of Finn here")).toBeVisible();
  await page.getByRole("button", { name: "Why has Finn this role?" }).click();
  const why = page.getByRole("dialog");
  await expect(why).toContainText("They were given Viewer on the table People.");
  await expect(why).toContainText("what is nearer goes first");
  await page.keyboard.press("Escape");
  await choose(page, "Role of Finn here", "No access");
  await open(editor.page, `/tables/${table.id}`);
  await expect(editor.page.getByRole("gridcell")).toHaveCount(0);
  await page.getByRole("button", { name: "Take back the role of Finn" }).click();
  await expect(around).toContainText("as a member of the workspace");
  for (const each of [boss, editor]) await each.close();
});

test("teams are made, filled, renamed and deleted, and the pages hold no fault that axe knows, on a phone and at a desk", async ({
  browser,
  baseURL,
}) => {
  const { boss, editor, table } = await makeStaff(browser, baseURL, ["Olga", "Gus"]);
  const { page } = boss;
  await open(page, "/team-manager/teams");
  await page.getByRole("button", { name: "New team" }).click();
  await page.getByLabel("Name").fill("Ringers");
  await page.getByRole("button", { name: "Create" }).click();
  await choose(page, "Add a member to Ringers", "Gus");
  await expect(page.getByRole("button", { name: "Take Gus out of Ringers" })).toBeVisible();
  const access = `/tables/${table.id}/access`;
  for (const address of ["/team-manager/teams", access, `${access}?tab=fields`, `${access}?tab=rows`]) {
    await open(page, address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectSound(page);
  }
  await open(page, "/team-manager/teams");
  await page.getByRole("button", { name: "Delete Ringers" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No teams yet")).toBeVisible();
  for (const each of [boss, editor]) await each.close();
});
