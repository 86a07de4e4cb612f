/** What a browser says of itself, as people know it; null = it does not say. */
interface Device {
  browser: string | null;
  system: string | null;
}

/** The first that fits counts: most browsers also name those that they descend from. */
const browsers: readonly [name: string, sign: RegExp][] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+.* Safari\//],
];
const systems: readonly [name: string, sign: RegExp][] = [
  ["iPad", /\biPad\b/],
  ["iPhone", /\biPhone\b/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows NT\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

/** Browser and system by a User-Agent header, for people to tell their sessions apart; nothing is decided by it. */
export function readDevice(userAgent: string | null): Device {
  const find = (known: readonly [string, RegExp][]) =>
    known.find(([, sign]) => sign.test(userAgent ?? ""))?.[0] ?? null;
  return { browser: find(browsers), system: find(systems) };
}
