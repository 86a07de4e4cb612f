import type { Fault } from "@weft/api/problems";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { z } from "zod";

type Saying = { error: z.core.$ZodErrorMap } | undefined;

/** zod's own sentences in each language; undefined = English, which it speaks by itself. */
const sayings: Record<Language, Saying> = { en: undefined, fr: { error: z.locales.fr().localeError } };

/** Checks a value against a shape of the contract; gives its faults, if any, to `faults`. */
export function checkShape<S extends z.ZodType>(
  schema: S,
  value: unknown,
  language: Language,
  faults: Fault[],
): z.output<S> | undefined {
  const result = schema.safeParse(value, sayings[language]);
  if (result.success) return result.data;
  faults.push(...result.error.issues.map((issue) => ({ path: issue.path.join("."), message: saidIn(issue) })));
  return undefined;
}

/** Our own sentences are looked up as every phrase is; zod's are in the language already, and in no catalog. */
function saidIn(issue: z.core.$ZodIssue): Phrase {
  const { said } = (issue.code === "custom" ? (issue.params ?? {}) : {}) as { said?: Phrase };
  return said ?? { template: issue.message, values: [] };
}
