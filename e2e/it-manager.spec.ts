import type { Browser } from "@playwright/test";
import { setInstanceOwner } from "@weft/api/people-access";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { readMailed } from "./support/mailbox.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

/** Somebody with an account, signed in in a browser of their own. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string, language = "en") {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const person = { name, email: `${name.toLowerCase()}@it.example.org`, password: owner.password, language };
  const headers = { origin: baseURL as string };
  const answer = await context.request.post("/api/v1/session/sign-up", { data: person, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { me } = (await answer.json()) as { me: { id: string } };
  return { context, page: await context.newPage(), personId: me.id, ...person };
}

const places = ["", "/people", "/workspaces", "/jobs", "/storage", "/mail", "/sign-in", "/limits", "/settings"];

test("its owner finds somebody, disables them, and their open page is shut; enabled again they sign in", async ({
  page,
  browser,
  baseURL,
}) => {
  const linus = await signUp(browser, baseURL, "Linus");
  await open(linus.page, "/");
  await open(page, "/it-manager/people");
  await page.getByLabel("Find by name or e-mail").fill("linus@it");
  await expect(page.locator("main").getByRole("listitem")).toHaveCount(1);
  await expect(page).toHaveURL(/search=linus/);
  const choose = async (deed: string) => {
    await page.getByRole("button", { name: "What to do with Linus" }).click();
    await page.getByRole("menuitem", { name: deed }).click();
  };
  await choose("Disable");
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Linus is disabled").first()).toBeVisible();
  await open(linus.page, "/");
  await expect(linus.page).toHaveURL(/sign-in/);
  await choose("Enable");
  await expect(page.getByText("Linus may come in again").first()).toBeVisible();
  await linus.page.getByLabel("E-mail").fill(linus.email);
  await linus.page.getByLabel("Password", { exact: true }).fill(linus.password);
  await linus.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(linus.page.getByRole("button", { name: /^Workspace Linus/ })).toBeVisible();
  await linus.context.close();
});

test("an owner makes another one, who sees the area; who is none is told that there is nothing", async ({
  page,
  browser,
  baseURL,
}) => {
  const nina = await signUp(browser, baseURL, "Nina");
  await nina.page.goto("/it-manager");
  await expect(nina.page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await open(page, "/it-manager/people?search=nina");
  const choose = async (deed: string) => {
    await page.getByRole("button", { name: "What to do with Nina" }).click();
    await page.getByRole("menuitem", { name: deed }).click();
    await page.getByRole("dialog").getByRole("button", { name: deed }).click();
  };
  await choose("Make instance owner");
  await expect(page.getByText("Nina is an owner of this instance now").first()).toBeVisible();
  await open(nina.page, "/it-manager");
  await expect(nina.page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(nina.page.getByRole("heading", { name: /^Database/ })).toBeVisible();
  await choose("No longer instance owner");
  await expect(page.getByText("Nina no longer owns this instance").first()).toBeVisible();
  await nina.page.goto("/it-manager/people");
  await expect(nina.page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await nina.context.close();
});

test("a test mail arrives, limits are set and put back, a workspace tells its members, jobs and workers are shown", async ({
  page,
}) => {
  await open(page, "/it-manager/mail");
  await page.getByLabel("Send a test mail to").fill("postmaster@it.example.org");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("The mail server took it:")).toBeVisible();
  expect(await readMailed("postmaster@it.example.org", /(A test mail from Weft)/)).toBeTruthy();

  await open(page, "/it-manager/limits");
  const limit = page.getByRole("textbox", { name: "Tries to sign in from one address, with any e-mail" });
  await limit.fill("many");
  await expect(page.getByRole("alert")).toHaveText("Enter a whole number, 1 or more");
  await limit.fill("400");
  await limit.press("Enter");
  const back = page.getByRole("button", { name: "Default again: Tries to sign in from one address" });
  await back.click();
  await expect(limit).toHaveValue("300");
  await expect(back).toHaveCount(0);

  await open(page, "/it-manager/workspaces");
  await page.getByRole("button", { name: "Ada Owner's workspace" }).click();
  await expect(page.getByRole("dialog").getByText(owner.email)).toBeVisible();
  await page.keyboard.press("Escape");

  await open(page, "/it-manager/jobs");
  await expect(page.getByText("exporter", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Find a setting").fill("smtp");
  await expect(page.getByText("WEFT_SMTP_URL").first()).toBeVisible();
  await expect(page.locator("main")).not.toContainText("WEFT_TRASH_DAYS");
});

test("a setting is set in place, asked about when it shuts people out, told as faulty, and taken back", async ({
  page,
}) => {
  await open(page, "/it-manager/settings");
  const [row, number] = [page.getByRole("listitem").filter({ hasText: "WEFT_EXPORT_HOURS" }), "Files of exports"];
  await page.getByLabel("Find a setting").fill("export");
  await row.getByLabel(number, { exact: true }).fill("0");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert")).toContainText("more than 0");
  await row.getByLabel(number, { exact: true }).fill("96");
  await row.getByLabel(number, { exact: true }).press("Enter");
  await expect(row).toContainText("set here");
  await row.getByRole("button", { name: `Default again: ${number}` }).click();
  await expect(row.getByLabel(number, { exact: true })).toHaveValue("72");
  await expect(row).toContainText("by default");

  await page.getByLabel("Find a setting").fill("sign up");
  const signUp = page.getByRole("combobox", { name: "Who may sign up" });
  await signUp.click();
  await page.getByRole("option", { name: "Nobody" }).click();
  await expect(page.getByRole("dialog")).toContainText("Nobody can make an account any more");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(signUp).toHaveText("Anybody");

  await page.getByLabel("Find a setting").fill("smtp");
  await expect(page.getByRole("listitem").filter({ hasText: "WEFT_SMTP_URL" })).toContainText("from the environment");
});

test("a provider is added, tested, turned off and deleted", async ({ page }) => {
  await open(page, "/it-manager/sign-in");
  await page.getByRole("button", { name: "Add a provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Enter something here").first()).toBeVisible();
  await dialog.getByLabel("Name").fill("House");
  await dialog.getByLabel("Issuer").fill("https://nowhere.invalid");
  await dialog.getByLabel("Client ID").fill("weft");
  await dialog.getByLabel("Client secret").fill("a secret of the house");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("https://nowhere.invalid")).toBeVisible();
  await expect(page.locator("main")).not.toContainText("a secret of the house");
  await page.getByRole("button", { name: "Test House" }).click();
  await expect(page.getByRole("status").getByRole("listitem").first()).toBeVisible();
  await page.getByRole("button", { name: "Turn off House" }).click();
  await expect(page.getByText("Nobody signs in with House now").first()).toBeVisible();
  await page.getByRole("button", { name: "Delete House" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("https://nowhere.invalid")).toHaveCount(0);
});

test("its pages stay inside a phone and a desk in French too, and hold no fault that axe knows", async ({
  client,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const { context, page, personId } = await signUp(browser, baseURL, "Odile", "fr");
  await client.call(setInstanceOwner, { params: { personId }, body: { isInstanceOwner: true } });
  for (const place of places) {
    await open(page, `/it-manager${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectSound(page);
  }
  await open(page, "/settings/outbox");
  await expect(page).toHaveURL(/\/it-manager\/mail$/);
  // A phone shows few of its places at once: that of the page, and each that the keyboard comes to.
  await page.setViewportSize({ width: 390, height: 844 });
  const row = page.getByRole("navigation");
  await expect(row.locator("[aria-current=page]")).toBeInViewport({ ratio: 1 });
  await row.getByRole("link").first().focus();
  await expect(row.getByRole("link").first()).toBeInViewport({ ratio: 1 });
  for (const link of (await row.getByRole("link").all()).slice(1)) {
    await page.keyboard.press("Tab");
    await expect(link).toBeFocused();
    await expect(link).toBeInViewport({ ratio: 1 });
  }
  await client.call(setInstanceOwner, { params: { personId }, body: { isInstanceOwner: false } });
  await context.close();
});
