import type { ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/instance";
import type { InstanceSetting } from "@weft/api/instance";
import { keepSigns } from "@weft/model/texts/french-signs";
import type { Actor } from "../../actor.ts";
import type { Config } from "../../config.ts";
import { givenVariables, readConfig, settings } from "../../config.ts";
import { settingsFrench } from "../../language/fr/settings.ts";
import type { Weft } from "../../weft.ts";
import { mask, maskAddresses } from "./instance.masks.ts";
import { needInstanceOwner } from "./instance.owner.ts";

type Name = keyof typeof settings;

const liveAt: Partial<Record<Name, InstanceSetting["liveAt"]>> = {
  callsPerMinute: "limits",
  oidcIssuer: "providers",
};

/** What the environment calls a secret; the length a password needs is none. */
const secretVariable = /(SECRETS?|PASSWORDS?|TOKENS?|KEYS?)(_BEFORE|_OLD)?$/;

/** Every setting with its value as it may be shown, and where it comes from. */
export async function listSettings(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listSettings>> {
  needInstanceOwner(actor);
  const given = givenVariables();
  const defaults = readConfig({});
  const names = Object.keys(settings) as Name[];
  return {
    settings: names.map((name) => {
      const { env, doc } = settings[name];
      return {
        env,
        doc: actor.language === "fr" ? keepSigns(settingsFrench[name]) : doc,
        isSecret: secretVariable.test(env),
        value: shownValue(env, weft.config[name]),
        from: given.has(env) ? "environment" : isSame(weft.config, defaults, name) ? "default" : "start",
        liveAt: liveAt[name] ?? null,
      };
    }),
  };
}

function isSame(config: Config, defaults: Config, name: Name): boolean {
  return JSON.stringify(config[name]) === JSON.stringify(defaults[name]);
}

/** As it stands in the environment, but for what must not be seen; null = not set. */
export function shownValue(env: string, value: unknown): string | null {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (secretVariable.test(env)) return mask;
  if (Array.isArray(value)) return value.map((part) => shownPart(part)).join(", ");
  return shownPart(value);
}

function shownPart(value: unknown): string {
  return maskAddresses(typeof value === "object" ? JSON.stringify(value) : String(value));
}
