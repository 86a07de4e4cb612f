import type { Browser, Page } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { startInstance } from "./support/instance.ts";
import { faultsOf } from "./support/looks.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

const signedOut = { cookies: [], origins: [] };

/** Somebody of their own, signed in on a page. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: signedOut });
  const person = { ...owner, name, email: `${name.toLowerCase()}@notices.example.org` };
  const headers = { origin: baseURL as string };
  expect((await context.request.post("/api/v1/session/sign-up", { data: person, headers })).ok()).toBe(true);
  return context.newPage();
}

test("how each kind of notice comes is chosen in a table, saved at once, at a desk and on a phone", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Nora");
  await open(page, "/settings/notices");
  const bell = page.getByRole("switch", { name: "Bell: A token is about to expire" });
  await expect(bell).toBeChecked();
  await bell.click();
  await expect(bell).not.toBeChecked();
  await page.getByRole("combobox", { name: "Mail: An import of yours ends" }).click();
  await page.getByRole("option", { name: "Once a day" }).click();
  await expect(page.getByRole("combobox", { name: "Mail: An import of yours ends" })).toHaveText("Once a day");
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/settings/notices");
  await expect(bell).not.toBeChecked();
  await expect(page.getByRole("combobox", { name: "Mail: An import of yours ends" })).toHaveText("Once a day");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test("the bell rings while the page is open, groups by day, and leads to what it tells", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Olga");
  await open(page, "/settings/profile");
  await page.getByRole("button", { name: "Ask for the file" }).click();
  await page.getByRole("button", { name: "Notices: 1 new" }).click();
  const panel = page.getByRole("region", { name: "Notices" });
  await expect(panel.getByRole("heading", { name: "Today" })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await panel.getByText("The file with your data is ready to download").click();
  await expect(page).toHaveURL(/\/settings\/profile#your-data$/);
  await expect(page.getByRole("button", { name: "Notices: none new" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Download/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^weft-\d{4}-\d\d-\d\d\.zip$/);
  await page.context().close();
});

test("an announcement stands on top of open pages at once, also of the sign-in page, until it is closed", async ({
  browser,
}) => {
  // An instance of its own: the others' pages would be pushed down meanwhile.
  test.setTimeout(240_000);
  await using instance = await startInstance();
  const [host, reader] = [await signUp(browser, instance.url, "Paul"), await signUp(browser, instance.url, "Pia")];
  await open(reader, "/");
  await open(host, "/it-manager/announcements");
  await host.getByRole("button", { name: "New announcement" }).click();
  const dialog = host.getByRole("dialog");
  await dialog.getByRole("button", { name: "Announce" }).click();
  await expect(dialog.getByText("Enter a text in at least one language")).toBeVisible();
  await dialog.getByLabel("In English").fill("Weft is down on Sunday");
  await dialog.getByRole("button", { name: "Announce" }).click();
  const banner = (on: Page) => on.getByRole("region", { name: "Announcements" });
  await expect(banner(host).getByText("Weft is down on Sunday")).toBeVisible();
  await expect(banner(reader).getByText("Weft is down on Sunday")).toBeVisible();
  await host.setViewportSize({ width: 390, height: 844 });
  expect(await host.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await faultsOf(host)).toEqual([]);
  const stranger = await (await browser.newContext({ baseURL: instance.url, storageState: signedOut })).newPage();
  await open(stranger, "/sign-in");
  for (const on of [reader, stranger]) {
    await banner(on).getByRole("button", { name: "Close this announcement" }).click();
    await expect(banner(on)).toHaveCount(0);
    await on.reload();
    await expect(on.getByRole("main")).toBeVisible();
    await expect(banner(on)).toHaveCount(0);
  }
  await host.getByRole("button", { name: "Take away “Weft is down on Sunday”" }).click();
  await host.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
  await expect(host.getByText("Nothing is announced")).toBeVisible();
  await expect(banner(host)).toHaveCount(0);
  for (const page of [host, reader, stranger]) await page.context().close();
});

test("a person erases their account: their workspace is named, address and password are asked for, and it is over", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Quentin");
  await open(page, "/settings/profile");
  await page.getByRole("button", { name: "Erase my account" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Quentin's workspace")).toBeVisible();
  const erase = dialog.getByRole("button", { name: "Erase for good" });
  await expect(erase).toBeDisabled();
  await dialog.getByLabel(/^To be sure/).fill("quentin@notices.example.org");
  await dialog.getByLabel("Your password").fill("not this one");
  await erase.click();
  await expect(dialog.getByText("The current password is wrong.")).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByLabel("Your password").fill(owner.password);
  await erase.click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill("quentin@notices.example.org");
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  await page.context().close();
});

test("the address of a mail that is to stop asks before it does, and says when it does not fit", async ({ page }) => {
  await open(page, "/stop-mails?key=none");
  await page.getByRole("button", { name: "Stop them" }).click();
  await expect(page.getByText("This link does not fit")).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
});
