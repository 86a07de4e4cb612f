import type { Browser, Page } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { cell, makeStock, names } from "./support/stock.ts";
import { expect, test } from "./support/test.ts";

/** A finger holds at least so long before it lifts what is under it. */
const heldClass = /is-lifted/;

/** A page on a phone, and one finger on it. */
async function openPhone(browser: Browser, address: string) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(page, address);
  const session = await context.newCDPSession(page);
  let at = { x: 0, y: 0 };
  const touch = (type: "touchStart" | "touchMove" | "touchEnd") =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [at] });
  const finger = {
    async press(selector: string) {
      const box = (await page.locator(selector).first().boundingBox())!;
      at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      await touch("touchStart");
    },
    async move(x: number, y: number) {
      const [from, steps] = [at, 10];
      for (let step = 1; step <= steps; step += 1) {
        at = { x: from.x + (x * step) / steps, y: from.y + (y * step) / steps };
        await touch("touchMove");
      }
    },
    /** To the upper edge of what is shown there. */
    async moveOver(selector: string) {
      const box = (await page.locator(selector).first().boundingBox())!;
      await this.move(0, box.y + 4 - at.y);
    },
    lift: () => touch("touchEnd"),
  };
  return { page, finger, close: () => context.close() };
}

const scroller = (page: Page) => page.locator(".wg-scroller");
const scrolledPx = (page: Page) => scroller(page).evaluate((one) => one.scrollTop);

/** Waits until a list that was let go of rolls no more: until it has stood for ten frames. */
const standsStill = (page: Page) =>
  scroller(page).evaluate(async (one) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let [still, top] = [0, one.scrollTop]; still < 10; still = one.scrollTop === top ? still + 1 : 0) {
      top = one.scrollTop;
      await frame();
    }
  });

test("a finger scrolls from cells and from row numbers, and a hold on a cell opens its menu", async ({
  browser,
  client,
  baseId,
  baseURL,
}) => {
  const table = await makeStock(client, baseId, 80);
  const { page, finger, close } = await openPhone(browser, `${baseURL}/tables/${table.id}`);
  for (const start of ['[data-row="9"] [data-column="0"]', '[data-row="12"] [data-gutter]']) {
    const before = await scrolledPx(page);
    await finger.press(start);
    await finger.move(0, -120);
    await finger.lift();
    await expect.poll(() => scrolledPx(page)).toBeGreaterThan(before + 60);
    await standsStill(page);
  }
  await finger.press('[data-row="14"] [data-column="0"]');
  await expect(page.getByRole("menuitem", { name: "Show the whole row" })).toBeVisible();
  await finger.lift();
  await page.getByRole("menuitem", { name: "Show the whole row" }).tap();
  await expect(page.getByRole("dialog")).toContainText("Item 15");
  await close();
});

test("a row held by its number follows the finger; let go in place it opens its menu, which moves rows too", async ({
  browser,
  client,
  baseId,
  baseURL,
}) => {
  const table = await makeStock(client, baseId, 80);
  const { page, finger, close } = await openPhone(browser, `${baseURL}/tables/${table.id}`);
  await finger.press('[data-row="4"] [data-gutter]');
  await expect(scroller(page)).toHaveClass(heldClass);
  await finger.moveOver('[data-row="1"]');
  await expect(page.locator(".wg-drop-row")).toBeVisible();
  expect(await scrolledPx(page)).toBe(0);
  await finger.lift();
  await expect(scroller(page)).not.toHaveClass(heldClass);
  await expect.poll(() => names(client, table.id, 5)).toEqual(["Item 1", "Item 5", "Item 2", "Item 3", "Item 4"]);
  await finger.press('[data-row="2"] [data-gutter]');
  await expect(scroller(page)).toHaveClass(heldClass);
  await finger.lift();
  await page.getByRole("menuitem", { name: "Move up" }).tap();
  await expect.poll(() => names(client, table.id, 3)).toEqual(["Item 1", "Item 2", "Item 5"]);
  await close();
});

test("a row held near the edge scrolls the table on", async ({ browser, client, baseId, baseURL }) => {
  const table = await makeStock(client, baseId, 200);
  const { page, finger, close } = await openPhone(browser, `${baseURL}/tables/${table.id}`);
  await finger.press('[data-row="2"] [data-gutter]');
  await expect(scroller(page)).toHaveClass(heldClass);
  const foot = (await scroller(page).boundingBox())!;
  const row = (await page.locator('[data-row="2"]').boundingBox())!;
  await finger.move(0, foot.y + foot.height - 6 - (row.y + row.height / 2));
  await expect.poll(() => scrolledPx(page)).toBeGreaterThan(600);
  await finger.move(0, -200);
  await finger.lift();
  const place = async () => (await names(client, table.id, 200)).indexOf("Item 3");
  await expect.poll(place).toBeGreaterThan(20);
  await close();
});

test("a column held by its head follows the finger, and its menu opens where it is let go in place", async ({
  browser,
  client,
  baseId,
  baseURL,
}) => {
  const table = await makeStock(client, baseId, 10);
  const { page, finger, close } = await openPhone(browser, `${baseURL}/tables/${table.id}?frozen=0`);
  const heads = () => page.locator("[data-heading] .wg-name").allInnerTexts();
  await finger.press('[data-heading="1"] .wg-name');
  await expect(scroller(page)).toHaveClass(heldClass);
  await finger.move(-220, 0);
  await expect(page.locator(".wg-drop")).toBeVisible();
  await finger.lift();
  await expect.poll(heads).toEqual(["Amount", "Name", "Note"]);
  await finger.press('[data-heading="0"] .wg-name');
  await expect(scroller(page)).toHaveClass(heldClass);
  await finger.lift();
  await expect(page.getByRole("menuitem", { name: "Hide" })).toBeVisible();
  await close();
});

test("both handles of a selection draw it, and its square fills from it", async ({
  browser,
  client,
  baseId,
  baseURL,
}) => {
  const table = await makeStock(client, baseId, 20);
  const { page, finger, close } = await openPhone(browser, `${baseURL}/tables/${table.id}`);
  await cell(page, 6, 0).tap();
  const rowPx = (await cell(page, 6, 0).boundingBox())!.height;
  await finger.press(".wg-stretch.is-end");
  await finger.move(0, rowPx);
  await finger.lift();
  await finger.press(".wg-stretch.is-start");
  await finger.move(0, -2 * rowPx);
  await finger.lift();
  await expect(page.locator(".is-ranged")).toHaveCount(4);
  await expect(cell(page, 4, 0)).toHaveClass(/is-ranged/);
  await expect(cell(page, 7, 0)).toHaveClass(/is-ranged/);
  await finger.press(".wg-fill");
  await finger.move(0, 2 * rowPx);
  await finger.lift();
  await expect
    .poll(async () => (await names(client, table.id)).slice(4))
    .toEqual(["Item 5", "Item 6", "Item 7", "Item 8", "Item 9", "Item 10"]);
  await expect(page.getByText("2 cells filled", { exact: true })).toBeVisible();
  await close();
});
