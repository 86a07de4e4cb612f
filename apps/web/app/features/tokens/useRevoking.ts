import type { Token } from "@weft/api/tokens";
import { useDialogs } from "../../composables/useDialogs.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";

/** Revokes a token once somebody has said so twice; `remove` does it, `refresh` shows what is left. */
export function useRevoking(remove: (token: Token) => Promise<unknown>, refresh: () => Promise<unknown>) {
  const { t } = useText();
  const report = useReport();
  const { confirm } = useDialogs();
  return async function revoke(token: Token): Promise<void> {
    const { name } = token;
    const question = {
      title: t("tokens.revokeTitle", { name }),
      text: t("tokens.revokeText"),
      actionLabel: t("tokens.revoke"),
    };
    if (!(await confirm(question))) return;
    await report.attempt(async () => {
      await remove(token);
      report.done(t("tokens.revoked", { name }));
    });
    await refresh();
  };
}
