import { existsSync } from "node:fs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Chromium without a window of its own: the same engine, a fifth less to do for each page. */
const headless = "/usr/bin/chromium-headless-shell";

/** The browser that measures and pictures are made in: `CHROMIUM`, or one that the machine has; undefined when there is none. */
export function findChromium() {
  return [process.env.CHROMIUM, ...places, headless].find((path) => path && existsSync(path));
}

/** The browser that tests run in, which nobody sees. */
export function findHeadlessChromium() {
  return process.env.CHROMIUM || !existsSync(headless) ? findChromium() : headless;
}
