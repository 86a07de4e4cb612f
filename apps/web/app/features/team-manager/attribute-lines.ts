import type { Attributes } from "@weft/api/members";

/** An attribute as it is typed: its values with commas between. */
export interface AttributeLine {
  key: number;
  name: string;
  values: string;
}

let keys = 0;

/** An empty line, or one for each attribute. */
export function lineOf(name = "", value: string | string[] = ""): AttributeLine {
  return { key: (keys += 1), name, values: [value].flat().join(", ") };
}

/** Attributes as lines to be edited. */
export function linesOf(attributes: Attributes | null): AttributeLine[] {
  return Object.entries(attributes ?? {}).map(([name, value]) => lineOf(name, value));
}

/** What was typed, without lines that are not complete; one value is a text, several are a list. */
export function attributesOf(lines: readonly AttributeLine[]): Attributes {
  const read = lines.map(({ name, values }) => [name.trim(), splitValues(values)] as const);
  const whole = read.filter(([name, values]) => name !== "" && values.length > 0);
  return Object.fromEntries(
    whole.map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}

function splitValues(text: string): string[] {
  const values = text.split(",").map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== "");
}
