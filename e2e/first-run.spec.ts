import { expect, test } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { startInstance } from "./support/instance.ts";

// A start of its own, and the web app cold.
test.describe.configure({ timeout: 120_000 });
test.use({ storageState: { cookies: [], origins: [] } });

test("the first visitor makes the owner's account and stands in an empty workspace that says what to do", async ({
  page,
}) => {
  await using instance = await startInstance();
  await open(page, instance.url);
  await page.getByLabel("Your name").fill("Grace Owner");
  await page.getByLabel("E-mail").fill("grace@example.org");
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: /create|make/i }).click();
  await expect(page.getByText(/drop a file/i).first()).toBeVisible();
  await expect(page.getByText(/sample/i).first()).toBeVisible();
});
