import type { Phrase } from "../texts/phrase.ts";
import { listed, phrase } from "../texts/phrase.ts";
import type { CellValue, FieldOptions, FieldShape, FieldType, JsonValue } from "../fields/field.ts";
import { limits } from "../fields/field.ts";
import { checkDate, checkDatetime } from "./times.ts";
import { checkNumber } from "./numbers.ts";

/** A cell as it may be stored, or what is wrong with it as the end of a sentence: “Age is not a number”. */
export type Checked = { ok: true; value: CellValue } | { ok: false; reason: Phrase };

/**
 * Checks a JSON cell against the shape of its type (see `CellValue`) and gives it in its one canonical form. null is
 * empty and fits every type. Text is never read as something else here: that is `parseText`.
 */
export function checkCell(shape: FieldShape, value: unknown): Checked {
  if (value === null || value === undefined) return { ok: true, value: null };
  return checks[shape.type](value, shape.options as never);
}

const checks: { [T in FieldType]: (value: unknown, options: FieldOptions[T]) => Checked } = {
  text: checkText,
  long_text: checkText,
  number: (value, { decimals }) => checkNumber(value, decimals),
  boolean: (value) => (typeof value === "boolean" ? { ok: true, value } : no(phrase`must be true or false`)),
  date: (value) => checkDate(value),
  datetime: (value, { zoned }) => checkDatetime(value, zoned),
  choice: checkChoice,
  url: (value) =>
    withText(value, (text) =>
      /^[a-z][a-z0-9+.-]*:\S+$/i.test(text)
        ? { ok: true, value }
        : no(phrase`must be an address such as https://example.org`),
    ),
  email: (value) =>
    withText(value, (text) =>
      /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { ok: true, value } : no(phrase`must be an e-mail address`),
    ),
  json: checkJson,
};

function no(reason: Phrase): { ok: false; reason: Phrase } {
  return { ok: false, reason };
}

function withText(
  value: unknown,
  check: (text: string) => { ok: true; value: unknown } | { ok: false; reason: Phrase },
) {
  const checked = checkText(value);
  return checked.ok ? (check(value as string) as Checked) : checked;
}

/** What PostgreSQL can keep as text: no NUL, no half characters, at most `cellBytesMax`. */
function checkText(value: unknown): Checked {
  if (typeof value !== "string") return no(phrase`must be text`);
  const reason = textFault(value);
  return reason ? no(reason) : { ok: true, value };
}

function textFault(text: string): Phrase | null {
  if (text.length * 3 > limits.cellBytesMax && new TextEncoder().encode(text).length > limits.cellBytesMax)
    return phrase`is longer than 1 MB`;
  return signFault(text);
}

/** The sign in a text that PostgreSQL cannot keep, if there is one, as the end of a sentence. */
export function signFault(text: string): Phrase | null {
  if (text.includes("\0")) return phrase`has a NUL character in it, which cannot be kept: remove it`;
  return text.isWellFormed() ? null : phrase`has half a character in it (a lone surrogate): remove it`;
}

function checkChoice(value: unknown, { choices }: FieldOptions["choice"]): Checked {
  return withText(value, (text) => {
    if (choices.some((choice) => choice.name === text)) return { ok: true, value };
    if (choices.length === 0) return no(phrase`must be one of the field's choices: it has none yet`);
    const names = choices.slice(0, 10).map((choice) => choice.name);
    return no(
      phrase`must be one of the field's choices: it has ${listed(choices.length > 10 ? [...names, "…"] : names)}`,
    );
  });
}

const jsonDepthMax = 100;

function checkJson(value: unknown): Checked {
  const reason = jsonFault(value, 0) ?? textFault(JSON.stringify(value));
  return reason ? no(reason) : { ok: true, value: value as JsonValue };
}

function jsonFault(value: unknown, depth: number): Phrase | null {
  if (typeof value === "string") return textFault(value);
  if (typeof value === "number")
    return Number.isFinite(value) ? null : phrase`has a number in it that JSON cannot carry`;
  if (value === null || typeof value === "boolean") return null;
  if (typeof value !== "object") return phrase`must be JSON`;
  if (depth === jsonDepthMax) return phrase`is nested deeper than ${jsonDepthMax}`;
  for (const [key, part] of Object.entries(value)) {
    const reason = textFault(key) ?? jsonFault(part, depth + 1);
    if (reason) return reason;
  }
  return null;
}
