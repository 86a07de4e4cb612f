import { defineConfig } from "@playwright/test";
import { findHeadlessChromium } from "../scripts/find-chromium.mjs";
import { ownerState } from "./support/places.ts";

/** A person's paths through the built product, in a real browser. One instance for all; some tests start their own. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./support/start-product.setup.ts",
  workers: 2,
  timeout: 120_000,
  // Bounds for a busy machine; a condition that holds is not waited for.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: process.env.WEFT_E2E_URL,
    storageState: ownerState,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    // A trace costs each test a third of its time: `playwright test --trace on` makes one where a picture does not tell.
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findHeadlessChromium(),
      // A name that is not localhost's, for what browsers do only on https or localhost.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP weft.test 127.0.0.1"],
    },
  },
});
