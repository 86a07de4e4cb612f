import type { Page } from "@playwright/test";
import { createRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { cell, makeStock } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

// Here the browser heeds the policy as everybody's does.
test.use({ bypassCSP: false });

/** What the browser tells of the policy being broken, from now on. */
function watchPolicy(page: Page): string[] {
  const told: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|unsafe-eval/i.test(message.text())) told.push(`${page.url()}: ${message.text()}`);
  });
  return told;
}

const policyOf = async (page: Page, address: string) => {
  const answer = await page.goto(address);
  return { policy: answer?.headers()["content-security-policy"] ?? "", html: (await answer?.text()) ?? "" };
};

test("no page, menu, dialog or editor breaks the Content-Security-Policy", async ({
  page,
  client,
  baseId,
  browser,
}) => {
  const told = watchPolicy(page);
  const table = await makeStock(client, baseId, 30);
  for (const address of ["/", `/bases/${baseId}`, `/imports/new?base=${baseId}`, "/nothing-is-here"])
    await open(page, address);
  await open(page, `/tables/${table.id}`);
  await cell(page, 1, 1).click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await cell(page, 1, 1).click({ button: "right" });
  await page.keyboard.press("Escape");
  for (const name of [/filter/i, /sort/i, /group/i]) {
    await page.locator("#main").getByRole("button", { name }).first().click();
    await page.keyboard.press("Escape");
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/docs");
  await expect(page.getByRole("heading", { name: "Weft", exact: false }).first()).toBeVisible();
  const stranger = await browser.newPage({ storageState: { cookies: [], origins: [] }, bypassCSP: false });
  const toldStranger = watchPolicy(stranger);
  for (const path of ["/sign-in", "/sign-up", "/forgot-password", "/new-password", "/invitation", "/confirm"])
    await open(stranger, new URL(path, page.url()).href);
  await stranger.close();
  expect([...told, ...toldStranger]).toEqual([]);
});

for (const [area, addresses] of [
  ["settings", ["profile", "security", "tokens", "notices"]],
  ["team-manager", ["", "members", "teams", "invitations", "tokens"]],
] as const)
  test(`no page of /${area} breaks the Content-Security-Policy`, async ({ page }) => {
    const told = watchPolicy(page);
    for (const address of addresses) await open(page, `/${area}/${address}`);
    expect(told).toEqual([]);
  });

test("a script that comes in with data or is put into the page does not run, and the browser says why", async ({
  page,
  client,
  baseId,
}) => {
  const told = watchPolicy(page);
  const table = await makeStock(client, baseId, 1);
  const attack = `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>`;
  await client.call(createRows, { params: { tableId: table.id }, body: { rows: [{ cells: { Name: attack } }] } });
  await open(page, `/tables/${table.id}`);
  await expect(cell(page, 1, 0)).toContainText("<script>");
  expect(told).toEqual([]);
  // As if some part of the page had a hole that lets HTML in.
  await page.evaluate((html) => {
    document.body.insertAdjacentHTML("beforeend", html);
    const script = document.createElement("script");
    script.textContent = "document.title='ran'";
    document.body.append(script);
    const link = document.createElement("a");
    link.href = "javascript:document.title='ran'";
    document.body.append(link);
    link.click();
    const far = document.createElement("script");
    far.src = "https://evil.example/x.js";
    document.body.append(far);
  }, attack);
  await expect.poll(() => told.length).toBeGreaterThanOrEqual(4);
  await expect(page).not.toHaveTitle("ran");
});

test("each page has a nonce of its own, which nothing that it shows bears", async ({ page, baseId }) => {
  const first = await policyOf(page, `/bases/${baseId}`);
  const second = await policyOf(page, `/bases/${baseId}`);
  const nonces = [first, second].map(({ policy }) => /'nonce-([^']{20,})'/.exec(policy)?.[1]);
  expect(nonces[0]).toBeTruthy();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(first.policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(first.policy).toContain("frame-ancestors 'none'");
  const scripts = first.html.match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) expect(script).toContain(`nonce="${nonces[0]}"`);
});

test("pages, their files and what is not there come with the headers that keep browsers careful", async ({
  page,
  request,
}) => {
  await page.goto("/");
  const file = await page.locator("script[src]").first().getAttribute("src");
  for (const path of ["/", "/sign-in", "/nothing-is-here", "/docs", "/favicon.svg", file as string]) {
    const headers = (await request.get(path)).headers();
    expect({ path, ...headers }).toMatchObject({
      path,
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": expect.stringMatching(/^(same-origin|no-referrer)$/),
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(headers["x-powered-by"]).toBeUndefined();
  }
});

test("another site cannot show Weft in a frame", async ({ page, baseURL }) => {
  await page.route("http://weft.test/**", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${baseURL}/sign-in"></iframe>` }),
  );
  await page.goto("http://weft.test/trap");
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
});
