import { phrase } from "@weft/model/texts/phrase";
import { readHead } from "../features/audit/audit.store.ts";
import { countKeys } from "../features/secrets/secrets.rotate.ts";
import { findShipping } from "../features/shipping/shipping.store.ts";
import { readTargets } from "../features/shipping/shipping.targets.ts";
import type { Weft } from "../weft.ts";
import type { Finding, HealthCheck } from "./health.ts";

/** What is counted, kept and sent besides. */
export const keepingChecks: HealthCheck[] = [
  {
    name: "redis",
    title: phrase`Redis`,
    without: phrase`Nothing fails: calls are counted in the database instead.`,
    async look({ redis }) {
      if (!redis) return { state: "off", said: phrase`None is set: the database counts calls.` };
      await redis.run("return 1", "health", []).catch(() => {});
      const away = redis.away();
      if (!away) return { state: "good", said: phrase`It answers.` };
      return { state: "warning", said: phrase`It does not answer (${away.why}): the database counts calls meanwhile.` };
    },
  },
  {
    name: "shipping",
    title: phrase`Audit trail elsewhere`,
    without: phrase`The audit trail is kept here only: nobody outside can show that it was rewritten.`,
    look: lookAtShipping,
  },
  {
    name: "secrets",
    title: phrase`Secrets`,
    without: phrase`Sign-in providers, second factors and signed batches that need them do not work.`,
    async look(weft) {
      const { present, earlier, missing } = await countKeys(weft, weft.db.people);
      if (missing > 0)
        return {
          state: "fault",
          said: phrase`${missing} cannot be read: name the key that encrypted them in WEFT_SECRETS_KEYS_BEFORE, or enter them anew.`,
        };
      if (earlier > 0)
        return {
          state: "warning",
          said: phrase`${earlier} are encrypted with an earlier key: encrypt them anew under Secrets.`,
        };
      return { state: "good", said: phrase`${present} are kept, and can be read.` };
    },
  },
];

async function lookAtShipping(weft: Weft): Promise<Finding> {
  const targets = (await readTargets(weft)).filter(({ isEnabled }) => isEnabled);
  if (targets.length === 0) return { state: "off", said: phrase`It is sent nowhere.` };
  const rows = new Map((await findShipping(weft.db.people)).map((row) => [row.target_id, row]));
  const stopped = targets.find(({ id }) => rows.get(id)?.stopped_at);
  if (stopped) return { state: "fault", said: phrase`Sending to ${stopped.name} was given up after a day.` };
  const failing = targets.find(({ id }) => rows.get(id)?.failing_since);
  if (failing) return { state: "warning", said: phrase`Sending to ${failing.name} fails, and is tried again.` };
  const { number } = await readHead(weft.db.people);
  const behind = Math.max(...targets.map(({ id }) => number - Number(rows.get(id)?.position ?? 0)));
  return { state: "good", said: phrase`Sent to ${targets.length} places; ${behind} entries are on their way.` };
}
