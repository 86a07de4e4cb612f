import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { createAnnouncement, deleteAnnouncement } from "@weft/api/announcements";
import { createClient } from "@weft/api/client";
import { createProvider } from "@weft/api/providers";
import { openProvider } from "../apps/server/src/testing/openid-provider.ts";
import { codeOf } from "./support/authenticator.ts";
import { open } from "./support/hydrated.ts";
import type { Instance } from "./support/instance.ts";
import { startInstance } from "./support/instance.ts";
import { owner } from "./support/owner.ts";

/** Whom the providers know, by the name they sign in with there. */
const people = Object.fromEntries(
  ["Barbara", "Edith", "Frances", "Kathleen"].map((name) => {
    const login = name.toLowerCase();
    return [login, { name, email: `${login}@uni.example.org`, email_verified: true, groups: ["biology", "staff"] }];
  }),
);
const password = owner.password;

/** A Weft that asks for its own second factor after a provider's sign-in too; the owner's page; a provider added already. */
let instance: Instance;
let owners: BrowserContext;
let uni: Awaited<ReturnType<typeof openProvider>>;

test.beforeAll(async ({ browser }) => {
  instance = await startInstance({
    environment: {
      WEFT_CALLS_PER_MINUTE: "0",
      WEFT_PRIVATE_URLS: "127.0.0.1",
      WEFT_PROVIDER_SECOND_FACTOR: "yes",
    },
  });
  owners = await openBrowser(browser);
  await signUp(owners, owner.name);
  uni = await openProvider(people, returnUrl());
  const client = createClient({ url: instance.url, headers: await headersOf(owners) });
  await client.call(createProvider, { body: { name: "Uni", issuer: uni.url, ...known, allowsSignUp: true } });
});

test.afterAll(async () => {
  await uni[Symbol.asyncDispose]();
  await owners.close();
  await instance[Symbol.asyncDispose]();
});

const known = { clientId: "weft", clientSecret: "a secret of the client" };
const returnUrl = () => `${instance.url}/sign-in-return`;

/** A browser in which nobody is signed in; what is not on this machine is not asked for (the provider's fonts). */
async function openBrowser(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: instance.url, storageState: { cookies: [], origins: [] } });
  await context.route(/^https?:\/\/(?!localhost|127\.0\.0\.1)/, (route) => route.abort());
  return context;
}

async function headersOf(context: BrowserContext) {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  return { cookie, origin: instance.url };
}

async function signUp(context: BrowserContext, name: string): Promise<string> {
  const data = { name, email: `${name.split(" ")[0]?.toLowerCase()}@example.org`, password, language: "en" };
  const answer = await context.request.post("/api/v1/session/sign-up", {
    data,
    headers: { origin: instance.url },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return data.email;
}

/** What a person does on the provider's own pages. */
async function passProvider(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function signInBy(page: Page, provider: string, login: string): Promise<void> {
  await open(page, "/sign-in");
  await page.getByRole("button", { name: `Sign in with ${provider}` }).click();
  await passProvider(page, login);
}

const home = (page: Page) => page.getByRole("link", { name: "Home" });

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${name}.*, account`) }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test("a provider is set up and tested by its page, and whoever signs in with it first has an account with what their group gives", async ({
  browser,
}) => {
  await using house = await openProvider(people, returnUrl());
  const page = await owners.newPage();
  await open(page, "/it-manager/sign-in");
  await expect(page.getByText(returnUrl())).toBeVisible();
  await page.getByRole("button", { name: "Add a provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("House");
  await dialog.getByLabel("Issuer").fill(house.url);
  await dialog.getByLabel("Client ID").fill(known.clientId);
  await dialog.getByLabel("Client secret").fill(known.clientSecret);
  await dialog.getByLabel("Scopes").fill("openid profile email groups");
  await dialog.getByLabel("The first sign-in makes an account").click();
  await dialog.getByRole("button", { name: "Add a group" }).click();
  await dialog.getByRole("textbox", { name: "Group", exact: true }).fill("biology");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Test House" }).click();
  await expect(page.getByRole("status").getByRole("listitem")).toHaveText([
    `${house.url} describes itself as it should.`,
    "The keys that it signs with can be read: 1.",
    "It knows the client weft and its secret.",
  ]);

  const context = await openBrowser(browser);
  const guest = await context.newPage();
  await signInBy(guest, "House", "barbara");
  await expect(home(guest)).toBeVisible();
  await expect(guest.getByRole("button", { name: "Workspace Ada Owner's workspace: change" })).toBeVisible();
  await open(guest, "/settings/profile");
  await expect(guest.getByLabel("Your name")).toHaveValue("Barbara");
  await open(page, "/team-manager/members");
  await expect(page.getByRole("listitem").filter({ hasText: "barbara@uni.example.org" })).toContainText("Editor");

  await open(guest, "/settings/security");
  await expect(guest.getByRole("button", { name: "Set one by mail" })).toBeVisible();
  // It is the only way in: it stays until there is another.
  await guest.getByRole("button", { name: "Disconnect House?" }).click();
  await guest.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(guest.getByText("This is the only way into your account that is left").first()).toBeVisible();
  await signOut(guest, "Barbara");
  await guest.goto("/settings/profile");
  await expect(guest).toHaveURL(/\/sign-in\?next=/);
  await context.close();
  await page.close();
});

test("who has an account connects a provider, is asked for the code of their second factor after it, and disconnects it", async ({
  browser,
}) => {
  const context = await openBrowser(browser);
  await signUp(context, "Edith");
  const page = await context.newPage();
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(password);
  await page.keyboard.press("Enter");
  const key = await dialog.getByTestId("key").innerText();
  await dialog.getByLabel("Code").fill(codeOf(key));
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "I have them" }).click();
  await page.getByRole("button", { name: "Connect Uni" }).click();
  await passProvider(page, "edith");
  await expect(page).toHaveURL(/\/settings\/security$/);
  const disconnect = page.getByRole("button", { name: "Disconnect Uni?" });
  await expect(disconnect).toBeVisible();

  await signOut(page, "Edith");
  await context.clearCookies({ domain: "127.0.0.1" });
  await signInBy(page, "Uni", "edith");
  await page.getByLabel("Code").fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("is wrong or was used already")).toBeVisible();
  await page.getByLabel("Code").fill(codeOf(key, 1));
  await page.keyboard.press("Enter");
  await expect(home(page)).toBeVisible();
  await open(page, "/settings/security");
  await disconnect.click();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("button", { name: "Connect Uni" })).toBeVisible();
  await context.close();
});

test("fields of pages from the server keep their labels while something is announced above them", async ({
  browser,
}) => {
  const client = createClient({ url: instance.url, headers: await headersOf(owners) });
  const texts = { en: "Closed on Saturday", fr: "" };
  const { id } = await client.call(createAnnouncement, { body: { texts, level: "info" } });
  const context = await openBrowser(browser);
  const page = await context.newPage();
  for (const path of ["/sign-in", "/sign-up", "/forgot-password"]) {
    await open(page, path);
    await expect(page.getByText(texts.en)).toBeVisible();
    await expect(page.getByLabel("E-mail")).toBeEditable();
  }
  await client.call(deleteAnnouncement, { params: { announcementId: id } });
  await context.close();
});

test("somebody disabled is refused with a sentence, and so is everybody while the provider is away", async ({
  browser,
}) => {
  const context = await openBrowser(browser);
  const page = await context.newPage();
  await signInBy(page, "Uni", "frances");
  await expect(home(page)).toBeVisible();
  const office = await owners.newPage();
  await open(office, "/it-manager/people?search=frances");
  await office.getByRole("button", { name: "What to do with Frances" }).click();
  await office.getByRole("menuitem", { name: "Disable" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(office.getByText("Frances is disabled").first()).toBeVisible();
  await context.clearCookies();
  await signInBy(page, "Uni", "frances");
  await expect(page.getByRole("alert")).toHaveText(/This account is disabled/);

  const gone = page.waitForRequest(/\/sign-in-return\?/).then(uni.goAway);
  await context.clearCookies();
  await signInBy(page, "Uni", "kathleen");
  await gone;
  await expect(page.getByRole("heading", { name: "You are not signed in" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("Uni");
  uni.comeBack();
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await context.clearCookies();
  await signInBy(page, "Uni", "kathleen");
  await expect(home(page)).toBeVisible();
  await office.close();
  await context.close();
});
