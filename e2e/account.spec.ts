import { expect, test } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { owner } from "./support/owner.ts";

test("whoever is signed out is sent to sign in, told which field lacks what, and then shown what they asked for", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await open(page, "/settings/tokens");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Enter an e-mail address")).toBeVisible();
  await expect(page.getByText("Enter your password")).toBeVisible();
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/tokens$/);
  await context.close();
});

test("what is typed before the sign-in page is alive stays, and cannot be sent into the address", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/_nuxt/*.js", async (route) => {
    await isReleased;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(owner.email);
  const password = page.getByLabel("Password", { exact: true });
  await password.fill(owner.password);
  await password.press("Enter");
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.locator("form")).toHaveAttribute("method", "post");
  release();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await expect(page.getByLabel("E-mail")).toHaveValue(owner.email);
  await expect(password).toHaveValue(owner.password);
  await expect(password).toBeFocused();
  await password.press("Enter");
  await expect(page.getByRole("link", { name: "Home" })).toBeVisible();
  await context.close();
});

test("a token's secret works for programs, is shown once, and a revoked token is refused at once", async ({
  page,
  playwright,
  baseURL,
}) => {
  await open(page, "/settings/tokens");
  await page.getByRole("button", { name: "New token" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly script");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const secret = await dialog.getByLabel("Token", { exact: true }).inputValue();
  await dialog.getByRole("button", { name: "I have it" }).click();
  await expect(page.getByText("Nightly script")).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);

  const program = await playwright.request.newContext({
    baseURL,
    storageState: { cookies: [], origins: [] },
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await program.get("/api/v1/workspaces")).status()).toBe(200);
  await page.getByRole("button", { name: "Revoke “Nightly script”?" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("“Nightly script” is revoked").first()).toBeVisible();
  expect((await program.get("/api/v1/workspaces")).status()).toBe(401);
  await program.dispose();
});

test("the palette opens by Ctrl+K and does what is chosen: language and theme change at once and stay", async ({
  browser,
  baseURL,
}) => {
  // Somebody of their own: other tests read the owner's screens in English at the same time.
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const person = { ...owner, name: "Lise", email: "lise@example.org" };
  const headers = { origin: baseURL as string };
  expect((await context.request.post("/api/v1/session/sign-up", { data: person, headers })).ok()).toBe(true);
  const page = await context.newPage();
  await open(page, "/");
  const choose = async (words: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").or(page.getByRole("dialog").getByRole("textbox")).fill(words);
    await page.getByRole("option").first().click();
  };
  await choose("Français");
  await expect(page.getByRole("link", { name: "Accueil" })).toBeVisible();
  await choose("Sombre");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await choose("English");
  await expect(page.getByRole("link", { name: "Home" })).toBeVisible();
  await choose("As the system");
  await expect(page.locator("html")).not.toHaveClass(/dark/);
  await context.close();
});

test("an address that leads nowhere says so and shows a way on", async ({ page }) => {
  const answer = await page.goto("/bases/bse00000000000000");
  expect(answer?.status()).toBe(404);
  await expect(page.getByText("There is nothing here")).toBeVisible();
  await expect(page.getByRole("button", { name: "Go to the workspace" })).toBeVisible();
});
