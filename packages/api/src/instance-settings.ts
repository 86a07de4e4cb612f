import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

/** What a number of a setting counts. */
export const settingUnits = ["characters", "bytes", "minutes", "hours", "days", "months"] as const;
export type SettingUnit = (typeof settingUnits)[number];

/** By what a setting is set while Weft runs, and within which bounds. */
const edit = z.discriminatedUnion("as", [
  z.object({ as: z.literal("choice"), options: z.array(z.string()) }),
  /** yes or no. */
  z.object({ as: z.literal("switch") }),
  z.object({
    as: z.literal("number"),
    unit: z.enum(settingUnits),
    least: z.number(),
    most: z.number(),
    isWhole: z.boolean(),
  }),
  z.object({ as: z.literal("text") }),
  /** Parted by commas. */
  z.object({ as: z.literal("list") }),
  /** smtp://NAME:PASSWORD@HOST:PORT or smtps://…; dots in place of the password = the one that is kept. */
  z.object({ as: z.literal("mailServer") }),
]);
export type SettingEdit = z.output<typeof edit>;

const setting = z.object({
  env: z.string(),
  doc: z.string(),
  /** null = not set; secrets and passwords are dots. */
  value: z.string().nullable(),
  /** null = it is not set by default. */
  byDefault: z.string().nullable(),
  isSecret: z.boolean(),
  /** Its default, the environment, the program that started this one (its arguments, or what it found out), or set here. */
  from: z.enum(["default", "environment", "start", "here"]),
  /** Where else it can be set while Weft runs; null = nowhere else. */
  liveAt: z.enum(["limits", "providers"]).nullable(),
  /** How it is set while Weft runs; null = it is not, or the environment says it. */
  edit: edit.nullable(),
  /** When and by whom it was set here; the name is null where its person is gone. */
  set: z.object({ at, by: z.string().nullable() }).nullable(),
  /** Why what was set here does not hold; null = it does. */
  fault: z.string().nullable(),
});
export type InstanceSetting = z.output<typeof setting>;

const reply = z.object({ settings: z.array(setting) });

export const listSettings = endpoint({
  name: "instance.settings",
  method: "GET",
  path: "/instance/settings",
  summary: "Every setting with its value (secrets as dots) and where it comes from; for the instance's owner.",
  access: "session",
  permission: null,
  reply,
});

export const updateSettings = endpoint({
  name: "instance.update_settings",
  method: "PATCH",
  path: "/instance/settings",
  summary:
    "Sets settings by the names of their variables, all or none, in all processes within a second; null = the default again. For the instance's owner.",
  access: "session",
  permission: null,
  /** Values as the environment would say them. */
  body: z.strictObject({ settings: z.record(z.string().max(100), z.string().max(2000).nullable()) }),
  reply,
});
