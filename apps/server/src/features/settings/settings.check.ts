import type { SettingEdit } from "@weft/api/instance-settings";
import type { Fault } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import type { LiveName } from "../../config-settings.ts";
import { liveSettings, settings } from "../../config-settings.ts";
import type { Config } from "../../config.ts";
import { mask } from "../instance/instance.masks.ts";

/** How a setting is set, with the bounds that its own schema has. */
export function editOf(name: LiveName): SettingEdit {
  const edit = liveSettings[name];
  if (edit.as !== "number" && edit.as !== "choice") return { as: edit.as };
  const told = z.toJSONSchema(settings[name].schema, { unrepresentable: "any" });
  if (edit.as === "choice") return { as: "choice", options: (told.enum ?? []).map(String) };
  return {
    as: "number",
    unit: edit.unit,
    least: told.minimum ?? 0,
    most: told.maximum ?? Number.MAX_SAFE_INTEGER,
    isWhole: told.type === "integer",
  };
}

/** What is wrong with a text as the value of a setting; null = nothing. */
export function faultOf(name: LiveName, text: string): Phrase | null {
  const isGood = settings[name].schema.safeParse(text).success;
  const edit = editOf(name);
  if (edit.as === "mailServer") return isGood && isMailServer(text) ? null : mailServerFault;
  if (isGood) return null;
  if (edit.as === "choice") return phrase`Choose one of these: ${edit.options.join(", ")}.`;
  if (edit.as === "switch") return phrase`Say yes or no.`;
  if (edit.as === "list") return phrase`Name what may stand after the @, parted by commas: example.org, example.net.`;
  if (edit.as === "text") return phrase`Give an address, or a name and an address: Weft <weft@example.org>.`;
  const { least, most } = edit;
  return edit.isWhole
    ? phrase`Give a whole number from ${least} to ${most}.`
    : phrase`Give a number from ${least} to ${most}, and more than 0.`;
}

const mailServerFault = phrase`Give the mail server as smtp://NAME:PASSWORD@HOST:PORT, or smtps://… where it speaks TLS at once; options after a ? can be given by the environment only.`;

/** Whoever types it says where mails go and as whom, and no more: options of the mailer stay with the environment. */
function isMailServer(text: string): boolean {
  const { hostname, search, hash, pathname } = new URL(text);
  return hostname !== "" && search === "" && hash === "" && (pathname === "" || pathname === "/");
}

/** What does not go together in settings. */
export function faultsTogether({ signUp, signUpDomains }: Pick<Config, LiveName>): Fault[] {
  if (signUp !== "domains" || signUpDomains.length > 0) return [];
  return [
    {
      path: settings.signUpDomains.env,
      message: phrase`Name at least one domain first: who may sign up is decided by them.`,
    },
  ];
}

/**
 * A mail server with dots in place of the password, as it is shown, with the password that is kept; null when it is for
 * another server or name, which the password that is kept is not told.
 */
export function withKeptPassword(text: string, kept: string | undefined): string | null {
  const url = URL.parse(text);
  if (!url || decodeURIComponent(url.password) !== mask) return text;
  const before = kept === undefined ? null : URL.parse(kept);
  if (!before) return null;
  const isSame = (["protocol", "username", "hostname", "port"] as const).every((part) => url[part] === before[part]);
  url.password = before.password;
  return isSame ? url.href : null;
}

/** What is said when dots stand for a password that belongs elsewhere. */
export const passwordAnew = phrase`Type the password anew: the one that is kept is for the server and name that were set with it.`;
