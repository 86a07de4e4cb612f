import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import { notify } from "../notices/notices.notify.ts";
import { findKeepers, takeExpiring } from "./secrets.store.ts";

/** Those who keep a secret are told so long before it ends. */
const daysAhead = 14;

/** Tells, once for each end, who keeps the secrets that end soon: the owners of the instance, or the managers of the workspace. */
export async function tellExpiringSecrets(weft: Weft): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    for (const { name, expires_at, workspace_id } of await takeExpiring(trx, daysAhead)) {
      const day = expires_at.toISOString().slice(0, 10);
      for (const personId of await findKeepers(trx, workspace_id))
        await notify(trx, personId, "secret_expiring", {
          title: phrase`The secret ${name} ends on ${day}`,
          text: phrase`Enter a new one before what uses it is refused.`,
          link: workspace_id === null ? "/it-manager/secrets" : "/team-manager/secrets",
          tone: "warning",
        });
    }
  });
}
