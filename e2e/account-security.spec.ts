import type { Browser, Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { codeOf } from "./support/authenticator.ts";
import { open } from "./support/hydrated.ts";
import { readMailed } from "./support/mailbox.ts";
import { owner } from "./support/owner.ts";

const signedOut = { cookies: [], origins: [] };

/** Somebody of their own, signed in on a page: what they turn on would lock the others' owner out. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: signedOut });
  const person = { ...owner, name, email: `${name.toLowerCase()}@example.org` };
  const headers = { origin: baseURL as string };
  expect((await context.request.post("/api/v1/session/sign-up", { data: person, headers })).ok()).toBe(true);
  return context.newPage();
}

async function signIn(page: Page, email: string): Promise<void> {
  await open(page, "/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
}

test("a second factor is set up by the keyboard alone, asked for at sign-in, and a recovery code stands in for the phone", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Grace");
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Set up" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(owner.password);
  await page.keyboard.press("Enter");
  const key = await dialog.getByTestId("key").innerText();
  await dialog.getByLabel("Code").fill("000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("is wrong or was used already")).toBeVisible();
  await dialog.getByLabel("Code").fill(codeOf(key));
  await page.keyboard.press("Enter");
  const list = dialog.getByTestId("recovery-codes").getByRole("listitem");
  await expect(list).toHaveCount(10);
  const codes = await list.allInnerTexts();
  await dialog.getByRole("button", { name: "I have them" }).click();
  await expect(page.getByText("Recovery codes left: 10")).toBeVisible();

  const other = await browser.newContext({ baseURL, storageState: signedOut });
  const away = await other.newPage();
  await signIn(away, "grace@example.org");
  await away.getByLabel("Code").fill(codeOf(key, 1));
  await away.keyboard.press("Enter");
  await expect(away.getByRole("link", { name: "Home" })).toBeVisible();
  await other.clearCookies();
  await signIn(away, "grace@example.org");
  await away.getByLabel("Code").fill(codes[0] as string);
  await away.keyboard.press("Enter");
  await expect(away.getByRole("link", { name: "Home" })).toBeVisible();
  await other.close();
  await page.context().close();
});

test("where one is signed in is listed, and a session that is ended is over where it is open", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Edsger");
  const other = await browser.newContext({ baseURL, storageState: signedOut });
  const away = await other.newPage();
  await signIn(away, "edsger@example.org");
  await expect(away.getByRole("link", { name: "Home" })).toBeVisible();
  await open(page, "/settings/security");
  await expect(page.getByText("This session")).toHaveCount(1);
  await page.getByRole("button", { name: /^End the session of/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End" }).click();
  await expect(page.getByRole("button", { name: /^End the session of/ })).toHaveCount(0);
  await away.goto("/settings/security");
  await expect(away).toHaveURL(/\/sign-in\?next=/);
  await other.close();
  await page.context().close();
});

test("whoever forgot their password asks for a link, and learns nothing of who has an account", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, storageState: signedOut });
  const page = await context.newPage();
  await open(page, "/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "A new password" })).toBeVisible();
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("If nobody@example.org has an account");
  await context.close();
});

test("the mailed link sets a new password, once: it signs in, and the old one does not", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Joan");
  await page.context().clearCookies();
  await open(page, "/forgot-password");
  await page.getByLabel("E-mail").fill("joan@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("If joan@example.org has an account");
  const link = await readMailed("joan@example.org", /(\/new-password#[\w-]+)/);
  await open(page, link);
  const field = page.getByLabel("New password", { exact: true });
  await field.fill("violet harbor lamp 7");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("The new password is set");
  await signIn(page, "joan@example.org");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("violet harbor lamp 7");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Home" })).toBeVisible();
  await open(page, link);
  await field.fill("amber meadow clock 9");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.context().close();
});
