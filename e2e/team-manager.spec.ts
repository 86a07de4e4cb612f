import type { Browser } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { readMailed } from "./support/mailbox.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

/** Somebody with a workspace of their own: who looks after the shared one would be in the way of other tests. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string) {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const person = { name, email: `${name.toLowerCase()}@team.example.org`, password: owner.password, language: "en" };
  const headers = { origin: baseURL as string };
  const answer = await context.request.post("/api/v1/session/sign-up", { data: person, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  return { context, page: await context.newPage(), ...person };
}

test("a manager invites by mail, the invited person makes an account by it, gets a role, another one, and is removed", async ({
  browser,
  baseURL,
  page: ownersPage,
}) => {
  const { page, context } = await signUp(browser, baseURL, "Grace");
  await open(page, "/team-manager");
  await expect(page.getByRole("heading", { name: "Grace's workspace" })).toBeVisible();
  await page.getByRole("link", { name: "Invitations", exact: true }).click();
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await expect(dialog.getByText("Enter an e-mail address")).toBeVisible();
  await dialog.getByLabel("E-mail").fill("alan@team.example.org");
  await dialog.getByLabel("Role").click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.locator("main").getByRole("listitem")).toContainText(["Viewer"]);

  const link = await readMailed("alan@team.example.org", /https?:\S+\/(invitation#[\w-]+)/);
  // Whoever runs the instance sees that it was sent, and cannot accept it for Alan.
  await open(ownersPage, "/it-manager/mail");
  await ownersPage.getByRole("button", { name: "Grace invites you to Grace's workspace" }).click();
  const outbox = await (await ownersPage.request.get("/api/v1/mails?limit=50")).text();
  expect(outbox).toContain("alan@team.example.org");
  expect(outbox).not.toContain(link.split("#")[1] as string);

  const guest = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const guestPage = await guest.newPage();
  await open(guestPage, `/${link}`);
  await expect(guestPage.getByLabel("E-mail")).toHaveValue("alan@team.example.org");
  await guestPage.getByLabel("Your name").fill("Alan");
  await guestPage.getByLabel("Password", { exact: true }).fill(owner.password);
  await guestPage.getByRole("button", { name: "Sign up" }).click();
  await expect(guestPage.getByRole("button", { name: "Workspace Grace's workspace: change" })).toBeVisible();
  await open(guestPage, "/team-manager");
  await expect(guestPage.getByText("You look after no workspace")).toBeVisible();
  await open(guestPage, `/${link}`);
  await expect(guestPage.getByRole("alert")).toContainText("has been accepted already");

  await page.getByRole("link", { name: "Members", exact: true }).click();
  await page.getByLabel("Role of Alan").click();
  await page.getByRole("option", { name: "Manager" }).click();
  await expect(page.getByText("Alan is Manager now").first()).toBeVisible();
  await open(guestPage, "/team-manager/members");
  await expect(guestPage.getByText("grace@team.example.org")).toBeVisible();
  await expect(guestPage.getByLabel("Role of Grace")).toHaveCount(0);

  await page.getByRole("button", { name: "Remove Alan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("alan@team.example.org")).toHaveCount(0);
  await open(guestPage, "/team-manager/members");
  await expect(guestPage.getByText("You look after no workspace")).toBeVisible();
  await guest.close();
  await context.close();
});

test("a manager keeps a secret of the workspace, gives it another value and deletes it; what it says is never shown", async ({
  browser,
  baseURL,
}) => {
  const { page, context } = await signUp(browser, baseURL, "Ursula");
  await open(page, "/team-manager");
  await page.getByRole("link", { name: "Secrets", exact: true }).click();
  await expect(page.getByText("nothing uses them yet")).toBeVisible();
  await page.getByRole("button", { name: "Keep a secret" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Weather service");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Enter the secret")).toBeVisible();
  await dialog.getByLabel("Secret", { exact: true }).fill("never-shown-again");
  await dialog.getByLabel("Ends on").fill("2999-12-31");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("ends 31 Dec 2999")).toBeVisible();
  await page.getByRole("button", { name: "Change Weather service" }).click();
  await dialog.getByLabel("Secret", { exact: true }).fill("another-value");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("ends 31 Dec 2999")).toBeVisible();
  expect(await page.content()).not.toMatch(/never-shown-again|another-value/);
  await expectSound(page);
  await page.getByRole("button", { name: "Delete: Weather service" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  await context.close();
});

test("an invitation for another address says so, and goes on after signing out", async ({ browser, baseURL }) => {
  const host = await signUp(browser, baseURL, "Hedy");
  const other = await signUp(browser, baseURL, "Ivan");
  const invited = await signUp(browser, baseURL, "Jane");
  const session = (await (await host.context.request.get("/api/v1/session")).json()) as {
    workspaces: { id: string }[];
  };
  const made = await host.context.request.post(`/api/v1/workspaces/${session.workspaces[0]?.id}/invitations`, {
    data: { email: invited.email, role: "editor" },
    headers: { origin: baseURL as string },
  });
  expect(made.status()).toBe(201);
  const secret = await readMailed(invited.email, /invitation#([\w-]+)/);
  await open(other.page, `/invitation#${secret}`);
  await expect(other.page.getByText(`You are signed in as ${other.email}`)).toBeVisible();
  await other.page.getByRole("button", { name: "Sign out and go on" }).click();
  await expect(other.page.getByRole("link", { name: `Sign in as ${invited.email}` })).toBeVisible();
  await open(invited.page, `/invitation#${secret}`);
  await invited.page.getByRole("button", { name: "Accept" }).click();
  await expect(invited.page.getByRole("button", { name: "Workspace Hedy's workspace: change" })).toBeVisible();
  for (const { context } of [host, other, invited]) await context.close();
});

test("on a phone and at a desk its pages stay inside the screen and hold no fault that axe knows, light and dark", async ({
  browser,
  baseURL,
}) => {
  const { context, page } = await signUp(browser, baseURL, "Karen");
  const session = (await (await context.request.get("/api/v1/session")).json()) as { workspaces: { id: string }[] };
  await context.request.post(`/api/v1/workspaces/${session.workspaces[0]?.id}/invitations`, {
    data: { email: "a.very.long.address.of.somebody@department.institution.example.org", role: "commenter" },
    headers: { origin: baseURL as string },
  });
  for (const place of ["", "/members", "/invitations"]) {
    await open(page, `/team-manager${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectSound(page);
  }
  await context.close();
});
