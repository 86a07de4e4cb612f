import { settings } from "../../config-settings.ts";
import type { SettingName } from "../../config-settings.ts";
import { mask, maskAddresses } from "../instance/instance.masks.ts";

/** What the environment calls a secret; the length a password needs is none. */
const secretVariable = /(SECRETS?|PASSWORDS?|TOKENS?|KEYS?)(_BEFORE|_OLD)?$/;

/** Whether nothing of a setting may be seen but that it is set. */
export function isSecretVariable(env: string): boolean {
  return secretVariable.test(env);
}

/** As it stands in the environment, but for what must not be seen; null = not set. */
export function shownValue(env: string, value: unknown): string | null {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (isSecretVariable(env)) return mask;
  if (Array.isArray(value)) return value.map((part) => shownPart(part)).join(", ");
  return shownPart(value);
}

/** What a setting is by default, as it may be shown. */
export function shownDefault(name: SettingName): string | null {
  const { env, schema } = settings[name];
  return shownValue(env, schema.safeParse(undefined).data);
}

function shownPart(value: unknown): string {
  return maskAddresses(typeof value === "object" ? JSON.stringify(value) : String(value));
}
