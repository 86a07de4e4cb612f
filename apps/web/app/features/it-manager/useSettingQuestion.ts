import type { InstanceSetting } from "@weft/api/instance-settings";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useText } from "../../composables/useText.ts";

/** Settings that say how long something stays: with fewer, what is older goes for good. */
const keeping = new Set(["WEFT_TRASH_DAYS", "WEFT_CHANGE_LOG_MONTHS", "WEFT_UPLOAD_DAYS"]);

/** Asks before a setting shuts people out, lets anybody in, or lets go of what is kept. */
export function useSettingQuestion() {
  const { t } = useText();
  const { confirm } = useDialogs();

  /** What would follow from it; null = nothing that must be asked about. */
  function consequence({ env, value, byDefault }: InstanceSetting, wanted: string | null): string | null {
    const next = wanted ?? byDefault;
    if (env === "WEFT_SIGN_UP" && next !== value) return t(`upkeep.live.signUpAsk.${next as "open"}`);
    if (env === "WEFT_SMTP_URL" && next === null) return t("upkeep.live.noServerAsk");
    if (keeping.has(env) && Number(next) < Number(value)) return t("upkeep.live.keepLessAsk");
    return null;
  }

  return async (setting: InstanceSetting, title: string, wanted: string | null): Promise<boolean> => {
    const text = consequence(setting, wanted);
    if (text === null) return true;
    return confirm({ title: t("upkeep.live.askTitle", { name: title }), text, actionLabel: t("upkeep.live.ask") });
  };
}
