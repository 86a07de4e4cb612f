import { open } from "./support/hydrated.ts";
import { owner } from "./support/owner.ts";
import { expect, test } from "./support/test.ts";

test("over plain http from another machine, where browsers keep things back, people sign in and hand in a file", async ({
  browser,
  baseURL,
  baseId,
}) => {
  // The name leads to this machine (see the config), but to the browser it is no localhost.
  const address = `http://weft.test:${new URL(baseURL).port}`;
  const context = await browser.newContext({ baseURL: address, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await open(page, "/sign-in");
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${address}/`);
  await open(page, `/imports/new?base=${baseId}`);
  const file = { name: "far.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Age\nAnn,31\n") };
  await page.locator("input[type=file]").first().setInputFiles(file);
  await expect(page).toHaveURL(/\/imports\/imp/, { timeout: 30_000 });
  await expect(page.getByText("Waits for review")).toBeVisible({ timeout: 30_000 });
  await context.close();
});
