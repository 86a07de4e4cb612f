import type { Browser, Page } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

/** Somebody with a workspace of their own, and the ids of it. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string) {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const headers = { origin: baseURL as string };
  const data = { name, email: `${name.toLowerCase()}@hand-ins.example.org`, password: owner.password, language: "en" };
  const answer = await context.request.post("/api/v1/session/sign-up", { data, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  const session = (await (await context.request.get("/api/v1/session")).json()) as {
    me: { id: string };
    workspaces: { id: string }[];
  };
  return { context, page: await context.newPage(), headers, ...data, session };
}

type SignedUp = Awaited<ReturnType<typeof signUp>>;

async function post(by: SignedUp, path: string, data: object): Promise<Record<string, unknown>> {
  const answer = await by.context.request.post(`/api/v1${path}`, { data, headers: by.headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

/** A manager with a table, and a guest who may write into it. */
async function makeTwo(browser: Browser, baseURL: string | undefined, names: [string, string]) {
  const [manager, person] = [await signUp(browser, baseURL, names[0]), await signUp(browser, baseURL, names[1])];
  const workspaceId = manager.session.workspaces[0]?.id as string;
  const base = await post(manager, `/workspaces/${workspaceId}/bases`, { name: "Birds" });
  const fields = [
    { name: "Site", type: "text" },
    { name: "Count", type: "number" },
  ];
  const table = await post(manager, `/bases/${String(base.id)}/tables`, { name: "Counts", fields });
  const body = { to: { personId: person.session.me.id }, role: "editor" };
  const answer = await manager.context.request.put(`/api/v1/things/${String(table.id)}/grants`, {
    data: body,
    headers: manager.headers,
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return { manager, person, workspaceId, tableId: String(table.id) };
}

/** Tomorrow, as a day field takes it. */
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

async function choose(page: Page, text: string): Promise<void> {
  const file = { name: "counts.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator('main input[type="file"]').setInputFiles(file);
}

test("a manager asks, somebody hands in a file with a fault, it is sent back, handed in again and accepted", async ({
  browser,
  baseURL,
}) => {
  test.slow();
  const { manager, person, tableId } = await makeTwo(browser, baseURL, ["Maria", "Paul"]);
  const { page } = manager;
  await open(page, "/team-manager");
  await page.getByRole("link", { name: "Hand-ins", exact: true }).click();
  await page.getByRole("link", { name: "Ask for a hand-in" }).click();
  await page.getByRole("button", { name: "Ask for it" }).click();
  await expect(page.getByText("Say who owes it")).toBeVisible();
  await page.getByLabel("What", { exact: true }).fill("Monthly counts");
  await page.getByLabel("What to know").fill("One row for each site.");
  await page.getByLabel("Into the table").click();
  await page.getByRole("option", { name: "Birds / Counts" }).click();
  await page.getByLabel("First due on").fill(tomorrow());
  await page.getByLabel("Add a person or a team").click();
  await page.getByRole("option", { name: "Paul" }).click();
  await page.getByRole("button", { name: "Ask for it" }).click();
  await expect(page.getByRole("heading", { name: "Monthly counts" })).toBeVisible();
  const handInId = page.url().split("/").pop() as string;

  const theirs = person.page;
  await open(theirs, "/");
  await theirs.getByRole("link", { name: /What I owe/ }).click();
  await theirs.getByRole("link", { name: /Monthly counts/ }).click();
  await expect(theirs.getByText("One row for each site.")).toBeVisible();
  await choose(theirs, "Site,Count,Note\nNorth,3,x\nSouth,many,y\n");
  await expect(theirs.getByText("Count: 1 cell does not fit the type Number")).toBeVisible();
  await expect(theirs.getByText("Left out, no field is called so: Note")).toBeVisible();

  await open(page, `/team-manager/hand-ins/${handInId}`);
  await page.getByRole("button", { name: /Paul, due .*: Handed in/ }).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("Count: 1 cell does not fit the type Number")).toBeVisible();
  await panel.getByRole("button", { name: "Send back" }).click();
  await panel.getByRole("button", { name: "Send back" }).click();
  await expect(panel.getByText("Say what is to be mended")).toBeVisible();
  await panel.getByLabel("What is to be mended").fill("Line 3 has no number.");
  await panel.getByRole("button", { name: "Send back" }).click();
  await expect(panel.getByText("Maria sent it back")).toBeVisible();

  await open(theirs, "/hand-ins");
  await expect(theirs.getByText("“Line 3 has no number.”")).toBeVisible();
  await theirs.getByRole("link", { name: /Monthly counts/ }).click();
  await choose(theirs, "Site,Count\nNorth,3\nSouth,4\n");
  await expect(theirs.getByText("Everything fits the table")).toBeVisible();

  await page.reload();
  await expect(panel.getByText("Everything fits the table")).toBeVisible();
  await panel.getByRole("button", { name: "Accept" }).click();
  await expect(panel.getByText("Maria accepted it")).toBeVisible();
  await expect(panel.getByLabel("Totals")).toContainText("2");
  const rows = (await (await manager.context.request.get(`/api/v1/tables/${tableId}/rows`)).json()) as {
    rows: unknown[];
  };
  expect(rows.rows).toHaveLength(2);
  await open(theirs, "/hand-ins");
  await expect(theirs.getByText("You owe nothing")).toBeVisible();
  await expect(theirs.getByText("Accepted", { exact: true })).toBeVisible();

  await open(page, "/team-manager/imports");
  await expect(page.getByRole("row", { name: /counts\.csv/ })).toHaveCount(2);
  await page.getByLabel("State").click();
  await page.getByRole("option", { name: "Done", exact: true }).click();
  await expect(page.getByRole("row", { name: /counts\.csv/ })).toHaveCount(1);
  for (const { context } of [manager, person]) await context.close();
});

test("who could not hand in is named before they are asked; an open round is given another day, and who owes reads why", async ({
  browser,
  baseURL,
}) => {
  const { manager, person, tableId } = await makeTwo(browser, baseURL, ["Olga", "Rolf"]);
  const invited = await manager.context.request.put(`/api/v1/things/${tableId}/grants`, {
    data: { to: { personId: person.session.me.id }, role: "viewer" },
    headers: manager.headers,
  });
  expect(invited.ok(), await invited.text()).toBe(true);
  const { page } = manager;
  await open(page, "/team-manager/hand-ins/new");
  await page.getByLabel("What", { exact: true }).fill("Rings");
  await page.getByLabel("Into the table").click();
  await page.getByRole("option", { name: "Birds / Counts" }).click();
  await page.getByLabel("First due on").fill(tomorrow());
  await page.getByLabel("Dates").click();
  await page.getByRole("option", { name: "month first" }).click();
  await page.getByLabel("Add a person or a team").click();
  await page.getByRole("option", { name: "Rolf" }).click();
  await expect(page.getByText("Rolf may not write to the table, and cannot hand in.")).toBeVisible();
  await page.getByRole("button", { name: "Ask for it" }).click();
  await expect(page.getByRole("heading", { name: "Rings" })).toBeVisible();
  await expect(page.getByText("Rolf may not write to the table, and cannot hand in.")).toBeVisible();

  await page.getByRole("button", { name: /^Round due/ }).click();
  await page.getByRole("menuitem", { name: "Change the due day" }).click();
  await page.getByRole("dialog").getByLabel("Due on").fill("2999-05-31");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Round due 31 May 2999" })).toBeVisible();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(page.getByLabel("Dates")).toHaveText("month first");
  await page.getByLabel("Next due on").fill("2999-06-15");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("next due 15 Jun 2999")).toBeVisible();
  const { owed } = (await (await person.context.request.get("/api/v1/submissions/owed")).json()) as {
    owed: { dueOn: string }[];
  };
  expect(owed).toMatchObject([{ dueOn: "2999-05-31" }]);
  await open(person.page, "/hand-ins");
  await person.page.getByRole("link", { name: /Rings/ }).click();
  await expect(person.page.getByText("CSV files are read with dates month first.")).toBeVisible();
  await person.page.getByRole("button", { name: /Notices/ }).click();
  await expect(person.page.getByText("Rings is now due on 31 May 2999")).toBeVisible();
  for (const { context } of [manager, person]) await context.close();
});

test("its pages stay inside the screen and hold no fault that axe knows, on a phone and at a desk, light and dark", async ({
  browser,
  baseURL,
}) => {
  const { manager, person, workspaceId, tableId } = await makeTwo(browser, baseURL, ["Nora", "Quentin"]);
  const { id } = await post(manager, `/workspaces/${workspaceId}/hand-ins`, {
    title: "Counts of all the sites of the northern region",
    tableId,
    firstDue: tomorrow(),
    period: "monthly",
    timeZone: "UTC",
    debtors: [{ personId: person.session.me.id }, { personId: manager.session.me.id }],
  });
  await post(manager, `/hand-ins/${String(id)}/rounds`, {});
  const { owed } = (await (await person.context.request.get("/api/v1/submissions/owed")).json()) as {
    owed: { id: string }[];
  };
  const places: [Page, string][] = [
    [manager.page, "/team-manager/hand-ins"],
    [manager.page, "/team-manager/hand-ins/new"],
    [manager.page, `/team-manager/hand-ins/${String(id)}`],
    [manager.page, `/team-manager/hand-ins/${String(id)}/edit`],
    [manager.page, "/team-manager/imports"],
    [person.page, "/hand-ins"],
    [person.page, `/hand-ins/${owed[0]?.id}`],
  ];
  for (const [page, place] of places) {
    await open(page, place);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Something went wrong here")).toHaveCount(0);
    await expectSound(page);
  }
  for (const { context } of [manager, person]) await context.close();
});
