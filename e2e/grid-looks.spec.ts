import type { Page } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { seriousFaultsOf } from "./support/looks.ts";
import { makeOrders, tableStates } from "./support/table-states.ts";
import { expect, test } from "./support/test.ts";

/** What reaches beyond the screen: the page itself, and windows over it. */
function overhangs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { innerWidth, innerHeight } = globalThis.window;
    const found = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    const windows = "[role=dialog], [role=menu], [role=listbox], .wg-popover, .wg-fault, .wg-totals";
    for (const element of document.querySelectorAll(windows)) {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        found.push(`${element.role ?? ""} ${element.className}`);
    }
    return found;
  });
}

/** What is pressed and lies in reach of a finger, but is lower than one needs. Heads and feet of columns are 36 and 32 px high. */
function lowTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pressed = "#main [data-slot=base]:is(button, a, input), [role=menuitem], [role=option], [role=dialog] button";
    return [...document.querySelectorAll(pressed)]
      .filter((element) => !element.closest("[role=switch], [role=checkbox]"))
      .map((element) => [element, element.getBoundingClientRect()] as const)
      .filter(([, { width, height, bottom }]) => width > 0 && height < 39.5 && bottom > 0)
      .map(([element, { height }]) => `${Math.round(height)} px: ${element.outerHTML.slice(0, 120)}`);
  });
}

for (const screen of ["desk", "phone"] as const) {
  test.describe(screen, () => {
    const isPhone = screen === "phone";
    test.use(isPhone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {});

    for (const [name, show] of Object.entries(tableStates))
      test(`${name}: inside the screen, silent, and nothing that axe takes seriously, light and dark`, async ({
        page,
        client,
        baseId,
      }) => {
        const said: string[] = [];
        page.on("console", (message) => message.type() === "error" && said.push(message.text()));
        page.on("pageerror", (error) => said.push(error.message));
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        const table = await makeOrders(client, baseId);
        await expect(await show({ page, ...table })).toBeVisible();
        expect(await seriousFaultsOf(page)).toEqual([]);
        expect(await overhangs(page)).toEqual([]);
        if (isPhone) expect(await lowTargets(page)).toEqual([]);
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
        await expect(page.locator("html")).toHaveClass(/dark/);
        // Only colours differ.
        expect(await seriousFaultsOf(page, "color-contrast")).toEqual([]);
        expect(said).toEqual([]);
      });
  });
}

test("a window of the toolbar takes the keyboard when it opens, and gives it back", async ({
  page,
  client,
  baseId,
}) => {
  const { address } = await makeOrders(client, baseId);
  await open(page, address);
  const button = page.locator("#main").getByRole("button", { name: "Group", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  const choice = page.getByRole("button", { name: "Field: Group by a field" });
  await choice.waitFor();
  await page.keyboard.press("Tab");
  await expect(choice).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});
