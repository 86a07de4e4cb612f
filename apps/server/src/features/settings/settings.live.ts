import { liveSettings, settings } from "../../config-settings.ts";
import type { LiveName, SettingName } from "../../config-settings.ts";
import type { Config } from "../../config.ts";
import { givenVariables, readConfig } from "../../config.ts";
import { listen } from "../../live/listener.ts";
import type { Weft } from "../../weft.ts";
import { openSecret } from "../secrets/secrets.ts";
import type { SettingRow } from "./settings.store.ts";
import { findSettingRows } from "./settings.store.ts";

export const liveNames = Object.keys(liveSettings) as LiveName[];

/** Where a setting's value comes from when nothing was set here. */
export type StartOrigin = "default" | "environment" | "start";

/** What a process was started with, beside what holds in it now. */
interface Start {
  config: Config;
  /** The read that runs: the next one waits for it, so that what was read later holds. */
  reading: Promise<void>;
}

const starts = new WeakMap<Config, Start>();
const retryMs = 1000;
const defaults = readConfig({});

/** What this process was started with. */
function startOf(config: Config): Start {
  const found = starts.get(config) ?? { config: { ...config }, reading: Promise.resolve() };
  starts.set(config, found);
  return found;
}

/** Where this process has a setting from, but for what was set while it ran. */
export function startOrigin(config: Config, name: SettingName): StartOrigin {
  if (givenVariables().has(settings[name].env)) return "environment";
  const isDefault = JSON.stringify(startOf(config).config[name]) === JSON.stringify(defaults[name]);
  return isDefault ? "default" : "start";
}

/** The text that was kept; null when no key of ours opens it. */
export function keptText(weft: Weft, { name, value, sealed }: SettingRow): string | null {
  return sealed === null ? value : openSecret(weft, sealed, settingPlace(name));
}

/** Where a setting is kept, as its seal names it. */
export function settingPlace(name: string): string {
  return `weft.settings.sealed ${name}`;
}

/** Settings as they hold with these rows: what the start says first, then what was set here, then the default. */
export function settingsWith(weft: Weft, rows: readonly SettingRow[]): Pick<Config, LiveName> {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const held = liveNames.map((name) => {
    const { env, schema } = settings[name];
    const row = byName.get(env);
    const text = row && startOrigin(weft.config, name) === "default" ? keptText(weft, row) : null;
    const read = text === null ? null : schema.safeParse(text);
    return [name, read?.success ? read.data : startOf(weft.config).config[name]];
  });
  return Object.fromEntries(held) as Pick<Config, LiveName>;
}

/** Has this process go by what is set now; its parts read `weft.config` when they act. */
export function readSettings(weft: Weft): Promise<void> {
  const start = startOf(weft.config);
  const read = async () => void Object.assign(weft.config, settingsWith(weft, await findSettingRows(weft.db.people)));
  const reading = start.reading.then(read);
  start.reading = reading.catch(() => {});
  return reading;
}

/** Reads what is set, and again whenever a process tells that something was; until the process's listener is closed. */
export async function followSettings(weft: Weft): Promise<void> {
  const again = () =>
    void readSettings(weft).catch((error: unknown) => {
      weft.log.warn({ err: error }, "settings cannot be read; the last ones hold");
      setTimeout(again, retryMs).unref();
    });
  await listen(weft, { hear: ({ about }) => about === "settings" && again(), missed: again });
  await readSettings(weft);
}
