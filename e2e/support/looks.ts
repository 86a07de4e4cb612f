import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Faults that axe finds in the whole page, with the place of each; by all of its rules, or by one. */
export async function faultsOf(page: Page, rule?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // The page has no frames: else each look opens another page to put theirs together.
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    // Where a toast stands, its library keeps a mark on either side that hands the focus on, hidden from readers.
    .exclude('[role=region] > span[aria-hidden="true"][tabindex="0"]');
  const { violations } = await (rule ? axe.withRules(rule) : axe).analyze();
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Those that shut somebody out; the others are advice. */
export async function seriousFaultsOf(page: Page, rule?: string): Promise<string[]> {
  return (await faultsOf(page, rule)).filter((fault) => /^(?:serious|critical) /.test(fault));
}

/** Holds what is open to what every page promises: on a dark phone and at a light desk inside the screen, with no fault that axe knows. */
export async function expectSound(page: Page): Promise<void> {
  for (const [width, height, colorScheme] of [
    [390, 844, "dark"],
    [1440, 900, "light"],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(colorScheme === "dark" ? /dark/ : /^(?!.*dark)/);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([
      page.url(),
      overhang > 0 ? `${overhang} px wider than the screen` : "inside",
      ...(await faultsOf(page)),
    ]).toEqual([page.url(), "inside"]);
  }
}
