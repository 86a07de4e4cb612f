import type { HealthPart, HealthState } from "@weft/api/instance";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { say } from "../language/say.ts";
import type { Weft } from "../weft.ts";
import { databaseChecks } from "./health.database.ts";
import { keepingChecks } from "./health.keeping.ts";
import { machineChecks } from "./health.machine.ts";
import { workChecks } from "./health.work.ts";

/** How a part stands, in a sentence. */
export interface Finding {
  state: HealthState;
  said: Phrase;
}

/** One part of an instance: what it is called, what does not work without it, and how to look at it. */
export interface HealthCheck {
  name: string;
  title: Phrase;
  without: Phrase;
  /** What it throws is told as a fault. */
  look(weft: Weft): Promise<Finding> | Finding;
}

/** Every part there is, in the order it is told. Who adds one adds it here. */
const healthChecks: readonly HealthCheck[] = [...databaseChecks, ...workChecks, ...keepingChecks, ...machineChecks];

const waitMsMax = 4000;

/** Looks at every part at once, 4 s at most, and says how each stands. */
export async function lookAtHealth(weft: Weft, language: Language): Promise<HealthPart[]> {
  return Promise.all(
    healthChecks.map(async (check) => {
      const { state, said } = await find(weft, check);
      return {
        name: check.name,
        title: say(check.title, language),
        state,
        said: say(said, language),
        without: say(check.without, language),
      };
    }),
  );
}

async function find(weft: Weft, check: HealthCheck): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve({ state: "fault", said: phrase`It does not answer.` }), waitMsMax);
  });
  try {
    return await Promise.race([(async () => check.look(weft))(), late]);
  } catch (error) {
    weft.log.warn({ err: error, part: check.name }, "a part of the instance cannot be looked at");
    return { state: "fault", said: phrase`It does not work: ${(error as Error).message || "?"}` };
  } finally {
    clearTimeout(timer);
  }
}
