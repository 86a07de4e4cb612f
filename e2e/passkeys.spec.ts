import type { Browser, CDPSession, Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { owner } from "./support/owner.ts";

const signedOut = { cookies: [], origins: [] };

/** Somebody of their own, signed in on a page of a browser whose device can keep passkeys. */
async function signUp(browser: Browser, baseURL: string | undefined, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: signedOut, bypassCSP: false });
  const person = { ...owner, name, email: `${name.toLowerCase()}@example.org` };
  const headers = { origin: baseURL as string };
  expect((await context.request.post("/api/v1/session/sign-up", { data: person, headers })).ok()).toBe(true);
  return context.newPage();
}

/** Gives the page a device that says yes to everything, as a finger on a sensor would. */
async function addAuthenticator(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2" as const,
    transport: "internal" as const,
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  return { cdp, ...(await cdp.send("WebAuthn.addVirtualAuthenticator", { options })) };
}

test("where the browser offers none by itself, a passkey is added, signs in without e-mail and password, is renamed and removed", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Hedy");
  await page.addInitScript(() => Reflect.deleteProperty(PublicKeyCredential, "isConditionalMediationAvailable"));
  await addAuthenticator(page);
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("not this one at all");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("The current password is wrong.")).toBeVisible();
  await dialog.getByLabel("Current password").fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  const rename = page.getByRole("button", { name: /^Rename the passkey/ });
  await rename.click();
  await dialog.getByLabel("Name").fill("Work laptop");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Work laptop", { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await open(page, "/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("link", { name: "Home" })).toBeVisible();
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Remove the passkey Work laptop?" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(rename).toHaveCount(0);

  await page.context().clearCookies();
  await open(page, "/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey was not taken")).toBeVisible();
  await page.context().close();
});

test("the field of the address offers the passkey where the browser can: whoever takes it is in, with no button pressed", async ({
  browser,
  baseURL,
}) => {
  const page = await signUp(browser, baseURL, "Mary");
  await addAuthenticator(page);
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("dialog").getByLabel("Current password").fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Rename the passkey/ })).toBeVisible();
  await page.context().clearCookies();
  // The device says yes to what it is offered as soon as it is.
  await page.goto("/sign-in");
  await expect(page.getByRole("link", { name: "Home" })).toBeVisible();
  await page.context().close();
});

test("a device that does not know its person makes no passkey, and says so", async ({ browser, baseURL }) => {
  const page = await signUp(browser, baseURL, "Radia");
  const { cdp, authenticatorId } = await addAuthenticator(page);
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Your device made no passkey.")).toBeVisible();
  await page.context().close();
});
