import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/instance-settings";
import type { InstanceSetting } from "@weft/api/instance-settings";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { keepSigns } from "@weft/model/texts/french-signs";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { LiveName, SettingName } from "../../config-settings.ts";
import { settings } from "../../config-settings.ts";
import type { WeftTables } from "../../database/tables.ts";
import { settingsFrench } from "../../language/fr/settings.ts";
import { say } from "../../language/say.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { needInstanceOwner } from "../instance/instance.owner.ts";
import { sealSecret } from "../secrets/secrets.ts";
import { editOf, faultOf, faultsTogether, passwordAnew, withKeptPassword } from "./settings.check.ts";
import { keptText, liveNames, readSettings, settingPlace, settingsWith, startOrigin } from "./settings.live.ts";
import { isSecretVariable, shownDefault, shownValue } from "./settings.shown.ts";
import type { SettingRow } from "./settings.store.ts";
import { findSettingRows, keepSetting, lockSettings } from "./settings.store.ts";

const liveAt: Partial<Record<SettingName, InstanceSetting["liveAt"]>> = {
  callsPerMinute: "limits",
  oidcIssuer: "providers",
};

/** Every setting with its value as it may be shown, and where it comes from. */
export async function listSettings(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listSettings>> {
  needInstanceOwner(actor);
  const rows = await findSettingRows(weft.db.people);
  const held = { ...weft.config, ...settingsWith(weft, rows) };
  const names = Object.keys(settings) as SettingName[];
  return {
    settings: names.map((name) => {
      const { env, doc } = settings[name];
      const start = startOrigin(weft.config, name);
      const isOpen = isLive(name) && start === "default";
      const row = isOpen ? rows.find((one) => one.name === env) : undefined;
      const isReadable = row && isOpen && faultOfRow(weft, name, row) === null;
      return {
        env,
        doc: actor.language === "fr" ? keepSigns(settingsFrench[name]) : doc,
        isSecret: isSecretVariable(env),
        value: shownValue(env, held[name]),
        byDefault: shownDefault(name),
        from: isReadable ? "here" : start,
        liveAt: liveAt[name] ?? null,
        edit: isOpen ? editOf(name) : null,
        set: row ? { at: row.changed_at.toISOString(), by: row.by } : null,
        fault: row && !isReadable ? say(unreadable, actor.language) : null,
      };
    }),
  };
}

/** Sets the settings that are named, all or none; what the environment says is not set here. */
export async function updateSettings(
  weft: Weft,
  actor: Actor,
  { settings: wanted }: BodyOf<typeof contract.updateSettings>,
): Promise<ReplyOf<typeof contract.updateSettings>> {
  needInstanceOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    await lockSettings(trx);
    const before = await findSettingRows(trx);
    const changes = readWishes(weft, wanted, before);
    for (const { env, text } of changes)
      await keepSetting(trx, env, text === null ? null : kept(weft, actor, env, text));
    const after = await findSettingRows(trx);
    refuse(faultsTogether(settingsWith(weft, after)));
    await tellTrail(weft, actor, trx, changes, { before, after });
    await announce(trx, { about: "settings" });
  });
  await readSettings(weft);
  return listSettings(weft, actor);
}

/** A setting that is to be another; null = the default again. */
interface Change {
  name: LiveName;
  env: string;
  text: string | null;
}

function readWishes(weft: Weft, wanted: Record<string, string | null>, rows: readonly SettingRow[]): Change[] {
  const faults: Fault[] = [];
  const changes: Change[] = [];
  for (const [env, given] of Object.entries(wanted)) {
    const name = liveNames.find((live) => settings[live].env === env);
    if (!name) faults.push({ path: env, message: phrase`There is no such setting that can be set while Weft runs.` });
    else if (startOrigin(weft.config, name) !== "default")
      faults.push({ path: env, message: phrase`The environment says it: change it there and start Weft again.` });
    else {
      const typed = given?.trim() || null;
      const row = rows.find((one) => one.name === env);
      const text = typed === null ? null : withPassword(weft, name, typed, row);
      const fault = text === undefined ? passwordAnew : text === null ? null : faultOf(name, text);
      if (fault) faults.push({ path: env, message: fault });
      else changes.push({ name, env, text: text ?? null });
    }
  }
  refuse(faults);
  return changes;
}

/** The text with its password; undefined = it is to be typed anew. */
function withPassword(weft: Weft, name: LiveName, text: string, row: SettingRow | undefined): string | undefined {
  if (name !== "smtpUrl") return text;
  return withKeptPassword(text, (row && keptText(weft, row)) ?? undefined) ?? undefined;
}

function kept(weft: Weft, actor: Actor, env: string, text: string) {
  const isSealed = env === settings.smtpUrl.env;
  return {
    value: isSealed ? null : text,
    sealed: isSealed ? sealSecret(weft, text, settingPlace(env)) : null,
    changed_by: actor.personId,
  };
}

async function tellTrail(
  weft: Weft,
  actor: Actor,
  trx: Transaction<WeftTables>,
  changes: readonly Change[],
  rows: { before: readonly SettingRow[]; after: readonly SettingRow[] },
): Promise<void> {
  const [before, after] = [settingsWith(weft, rows.before), settingsWith(weft, rows.after)];
  for (const { name, env } of changes) {
    const toldOf = (held: typeof before, of: readonly SettingRow[]) => ({
      value: shownValue(env, held[name]),
      from: of.some((row) => row.name === env) ? "here" : "default",
    });
    const isOther = JSON.stringify(before[name]) !== JSON.stringify(after[name]);
    const told = { before: toldOf(before, rows.before), after: toldOf(after, rows.after) };
    const isHidden = isOther && told.before.value === told.after.value;
    await recordAudit(trx, actor, {
      action: "setting.changed",
      thing: { kind: "setting", id: env },
      before: told.before,
      after: isHidden ? { ...told.after, hasNewPassword: true } : told.after,
    });
  }
}

function faultOfRow(weft: Weft, name: LiveName, row: SettingRow) {
  const text = keptText(weft, row);
  return text === null ? unreadable : faultOf(name, text);
}

function isLive(name: SettingName): name is LiveName {
  return (liveNames as SettingName[]).includes(name);
}

function refuse(issues: Fault[]): void {
  if (issues.length > 0) throw new Problem("request.invalid", phrase`Some settings have faults.`, issues);
}

const unreadable = phrase`What was set here cannot be read any more, and does not hold: set it anew.`;
