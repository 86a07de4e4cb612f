import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createTable, updateBase } from "@weft/api/bases";
import { createRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";
import { expect, test } from "./support/test.ts";

test("the owner finds an entry, reads what changed and whose request it was, verifies the chain and takes a file along", async ({
  page,
  client,
  baseId,
}) => {
  await client.call(updateBase, { params: { baseId }, body: { name: "Herons of 2026" } });
  await open(page, "/it-manager/audit");
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/It holds: [\d,]+ entr/)).toBeVisible();
  await page.getByLabel("On what: Name or id").fill("Herons of 2026");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/thing=Herons/);
  const entry = page.getByRole("button", { name: /Changed a base\s*Herons of 2026/ }).first();
  await entry.click();
  await expect(page.getByRole("row", { name: /^name .+ Herons of 2026$/ })).toBeVisible();
  await page.getByRole("button", { name: /^Only these: req/ }).click();
  await expect(page).toHaveURL(/request=req/);
  await expect(page.getByRole("main").getByRole("button", { name: /Changed a base/ })).toHaveCount(1);
  // What is found stands in the address.
  await open(page, page.url());
  await expect(page.getByRole("main").getByRole("button", { name: /Changed a base/ })).toHaveCount(1);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as NDJSON" }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-.*\.ndjson$/);
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("switch", { name: "Refused only" }).click();
  await expect(page.getByRole("main").getByRole("button", { name: /Changed a base/ })).toHaveCount(0);
});

test("a secret is kept and never shown again; a webhook signed with it is tested, gets the trail, and is given up with a question", async ({
  page,
}) => {
  const received: { signature: unknown; body: string }[] = [];
  const hook = createServer(async (request, reply) => {
    received.push({ signature: request.headers["weft-signature"], body: await text(request) });
    reply.end();
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  const name = `Log house ${Date.now()}`;
  await open(page, "/it-manager/secrets");
  await page.getByRole("button", { name: "Keep a secret" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Secret", { exact: true }).fill("never-shown-again");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("not used yet")).toBeVisible();
  expect(await page.content()).not.toContain("never-shown-again");

  await open(page, "/it-manager/audit/shipping");
  await page.getByRole("button", { name: "Add a place" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Kind").click();
  await page.getByRole("option", { name: "Webhook" }).click();
  await dialog.getByLabel("Address").fill(`http://127.0.0.1:${(hook.address() as AddressInfo).port}/audit`);
  await dialog.getByLabel("Signed with").click();
  await page.getByRole("option", { name }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  const target = page.getByRole("listitem").filter({ hasText: name });
  await target.getByRole("button", { name: `Test: ${name}` }).click();
  await expect(target.getByText("A test message was sent to 127.0.0.1.")).toBeVisible();
  await expect(target.getByText("Up to date")).toBeVisible();
  expect(received.some(({ body }) => body.includes('"audit_target.created"'))).toBe(true);
  expect(received.every(({ signature }) => /^t=\d+,v1=[0-9a-f]{64}$/.test(String(signature)))).toBe(true);
  await target.getByRole("button", { name: `Delete: ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(target).toHaveCount(0);
  await open(page, "/it-manager/secrets");
  await page.getByRole("button", { name: `Delete: ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText(name, { exact: true })).toHaveCount(0);
  hook.closeAllConnections();
  hook.close();
});

test("a manager finds who changed which cells of a table", async ({ page, client, baseId }) => {
  const table = await client.call(createTable, {
    params: { baseId },
    body: { name: "Nests", fields: [{ name: "Site", type: "text" }] },
  });
  await client.call(createRows, { params: { tableId: table.id }, body: { rows: [{ cells: { Site: "Marsh" } }] } });
  await open(page, `/team-manager/audit/rows?table=${table.id}`);
  await page.getByRole("button", { name: /Added rows/ }).click();
  await expect(page.getByRole("row", { name: /Row 1 Site Marsh/ })).toBeVisible();
  await page.getByLabel("Who: Part of a name").fill("nobody of this name");
  await expect(page.getByText("No change matches")).toBeVisible();
  await expect(page).toHaveURL(/who=nobody/);
});

test("on a phone and at a desk its pages stay inside the screen and hold no fault that axe knows, light and dark", async ({
  page,
  client,
  baseId,
}) => {
  await client.call(updateBase, { params: { baseId }, body: { name: "Cranes" } });
  for (const place of [
    "it-manager/audit",
    "it-manager/audit/shipping",
    "it-manager/secrets",
    "team-manager/audit",
    "team-manager/audit/rows",
  ]) {
    await open(page, `/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (place.endsWith("/audit")) await page.getByRole("main").locator("li > button[aria-expanded]").first().click();
    await expectSound(page);
  }
});
