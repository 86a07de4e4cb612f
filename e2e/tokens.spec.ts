import { createTable } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import { listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { expect, test } from "./support/test.ts";

test("a token that is made for one table reaches that one alone, and is refused once it is revoked", async ({
  page,
  client,
  baseId,
  baseURL,
}) => {
  const make = (name: string) =>
    client.call(createTable, { params: { baseId }, body: { name, fields: [{ name: "A", type: "text" }] } });
  const [birds, bats] = [await make("Birds of the token"), await make("Bats of the token")];
  await open(page, "/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Only birds");
  await dialog.getByLabel("It reaches").click();
  await page.getByRole("option", { name: /^Only some/ }).click();
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.getByText("Choose at least one base or table")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Birds of the token" }).click();
  await dialog.getByLabel("Only from these addresses").fill("here");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.getByText(/^here: is no address or range/)).toBeVisible();
  await dialog.getByLabel("Only from these addresses").fill("127.0.0.1 ::1");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const token = await dialog.getByTestId("secret").inputValue();
  await dialog.getByRole("button", { name: "I have it" }).click();
  await expect(page.getByText("Only Birds of the token · from 127.0.0.1/32, ::1/128")).toBeVisible();

  const program = createClient({ url: baseURL, token });
  const rowsOf = (tableId: string) => program.call(listRows, { params: { tableId }, query: {} });
  expect((await rowsOf(birds.id)).rows).toEqual([]);
  await expect(rowsOf(bats.id)).rejects.toMatchObject({ code: "table.not_found" });
  await page.getByRole("button", { name: "Revoke “Only birds”?" }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Only Birds of the token")).toHaveCount(0);
  await expect(rowsOf(birds.id)).rejects.toMatchObject({ code: "auth.required" });
});

test("a workspace's token is made with a role of its own, on a phone too", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/team-manager/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly");
  await dialog.getByLabel("Role").click();
  await expect(page.getByRole("option", { name: /^Owner/ })).toHaveCount(0);
  await page.getByRole("option", { name: /^Builder/ }).click();
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await dialog.getByRole("button", { name: "I have it" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Nightly" });
  await expect(row).toContainText("Builder");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await row.getByRole("button", { name: /^Revoke/ }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No tokens yet")).toBeVisible();
});

test("the pages of security and tokens, with their dialogs, stay inside a phone and a desk and hold no fault that axe knows", async ({
  page,
}) => {
  await open(page, "/settings/security");
  await expect(page.getByRole("heading", { name: "Passkeys" })).toBeVisible();
  await expectSound(page);
  for (const address of ["/settings/tokens", "/team-manager/tokens"]) {
    await open(page, address);
    await expectSound(page);
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByRole("dialog").getByLabel("It reaches").click();
    await page.getByRole("option", { name: /^Only some/ }).click();
    await expect(page.getByRole("dialog").getByText("Reading the bases…")).toHaveCount(0);
    await expectSound(page);
  }
});
