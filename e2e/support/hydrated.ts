import type { Page } from "@playwright/test";

interface NuxtRoot extends Element {
  __vue_app__?: { $nuxt?: { isHydrating?: boolean } };
}

/** Opens a page and waits until the server-rendered first page has come alive. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => {
    // oxlint-disable-next-line no-underscore-dangle -- Vue's own name
    const app = (document.querySelector("#__nuxt") as NuxtRoot | null)?.__vue_app__;
    return app?.$nuxt?.isHydrating === false;
  });
}
