import type { CellValue, FieldOptions, FieldShape, FieldType } from "@weft/model/fields/field";
import { defaultOptions } from "@weft/model/fields/field";

function shapeOf<T extends FieldType>(type: T, options?: FieldOptions[T]): FieldShape {
  return { type, options: options ?? defaultOptions(type) } as FieldShape;
}

/** What becomes of cells when a field of one type gets another. */
interface RetypeCase {
  from: FieldShape;
  to: FieldShape;
  /** Cell before, its text after (null = empty), and whether it counts as lost. */
  cells: [before: CellValue, after: string | null, lost?: "lost"][];
}

const decimal = (decimals: number | null) => shapeOf("number", { decimals });
const choices = (...names: string[]) =>
  shapeOf("choice", { choices: names.map((name) => ({ name, color: "blue" as const })) });

/** Worked out by hand, not by the code under test. */
export const cases: RetypeCase[] = [
  {
    from: shapeOf("text"),
    to: decimal(null),
    cells: [
      ["12", "12"],
      [" -3.50 ", "-3.5"],
      ["1 234,5", "1234.5"],
      ["1\u202f234\u202f567", "1234567"],
      ["1.234,56", "1234.56"],
      ["1,234,567", "1234567"],
      ["-35,01", "-35.01"],
      ["0,125", "0.125"],
      ["1,234", null, "lost"],
      ["1e3", "1000"],
      ["1e999999", null, "lost"],
      ["12345678901234567890.123456789", "12345678901234567890.123456789"],
      ["007", "7", "lost"],
      ["12 EUR", null, "lost"],
      ["vmx-15", null, "lost"],
      ["1-2", null, "lost"],
      ["  ", null],
      [null, null],
    ],
  },
  {
    from: shapeOf("long_text"),
    to: decimal(0),
    cells: [
      ["9223372036854775807", "9223372036854775807"],
      ["9223372036854775808", null, "lost"],
      ["1.5", "2", "lost"],
      ["3.0", "3"],
    ],
  },
  {
    from: decimal(null),
    to: decimal(2),
    cells: [
      [1.25, "1.25"],
      [1.256, "1.26", "lost"],
      ["7", "7.00"],
    ],
  },
  {
    from: decimal(2),
    to: decimal(0),
    cells: [
      [3, "3"],
      [3.5, "4", "lost"],
    ],
  },
  {
    from: decimal(null),
    to: shapeOf("text"),
    cells: [
      ["1.500", "1.5"],
      [1000, "1000"],
      ["12345678901234567890", "12345678901234567890"],
    ],
  },
  {
    from: decimal(0),
    to: shapeOf("boolean"),
    cells: [
      [1, "true"],
      [0, "false"],
      [2, null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("boolean"),
    cells: [
      ["Yes", "true"],
      ["no", "false"],
      ["OUI", "true"],
      ["faux", "false"],
      ["0", "false"],
      ["maybe", null, "lost"],
      ["", null],
    ],
  },
  {
    from: shapeOf("boolean"),
    to: shapeOf("text"),
    cells: [
      [true, "true"],
      [false, "false"],
      [null, null],
    ],
  },
  {
    from: shapeOf("boolean"),
    to: decimal(0),
    cells: [
      [true, "1"],
      [false, "0"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("date"),
    cells: [
      ["2024-02-29", "2024-02-29"],
      ["2023-02-29", null, "lost"],
      ["2024/3/5", "2024-03-05"],
      ["2024-03-05T00:00:00", "2024-03-05"],
      ["2024-03-05 14:30", "2024-03-05", "lost"],
      ["03/04/2024", null, "lost"],
      ["0000-01-01", null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("datetime"),
    cells: [
      ["2024-03-05T14:30:15.25", "2024-03-05 14:30:15.25"],
      ["2024-03-05", "2024-03-05 00:00:00"],
      ["2024-03-05T14:30:00+02:00", "2024-03-05 14:30:00", "lost"],
      ["2024-03-05T25:00", null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("datetime", { zoned: true }),
    cells: [
      ["2024-03-05T14:30:00+02:00", "2024-03-05 12:30:00+00"],
      ["2024-03-05T14:30:00-03:30", "2024-03-05 18:00:00+00"],
      ["2024-03-05T14:30Z", "2024-03-05 14:30:00+00"],
      ["2024-03-05", "2024-03-05 00:00:00+00"],
    ],
  },
  { from: shapeOf("date"), to: shapeOf("datetime"), cells: [["2024-03-05", "2024-03-05 00:00:00"]] },
  { from: shapeOf("date"), to: shapeOf("text"), cells: [["0099-03-05", "0099-03-05"]] },
  {
    from: shapeOf("datetime", { zoned: true }),
    to: shapeOf("date"),
    cells: [
      ["2024-03-05T00:00:00Z", "2024-03-05"],
      ["2024-03-05T23:59:00Z", "2024-03-05", "lost"],
    ],
  },
  {
    from: shapeOf("datetime"),
    to: shapeOf("text"),
    cells: [
      ["2024-03-05T10:00:00", "2024-03-05T10:00:00"],
      ["2024-03-05T10:00:00.250", "2024-03-05T10:00:00.25"],
    ],
  },
  {
    from: shapeOf("datetime", { zoned: true }),
    to: shapeOf("datetime"),
    cells: [["2024-03-05T10:00:00+01:00", "2024-03-05 09:00:00"]],
  },
  {
    from: shapeOf("text"),
    to: choices("A", 'it\'s \\ "B"'),
    cells: [
      [" A ", "A"],
      ['it\'s \\ "B"', 'it\'s \\ "B"'],
      ["a", null, "lost"],
    ],
  },
  {
    from: choices("A", "B"),
    to: choices("A"),
    cells: [
      ["A", "A"],
      ["B", null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("url"),
    cells: [
      ["https://a.org/x", "https://a.org/x"],
      ["a.org", null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("email"),
    cells: [
      ["a@b.org", "a@b.org"],
      ["a@b", null, "lost"],
    ],
  },
  {
    from: shapeOf("text"),
    to: shapeOf("json"),
    cells: [
      ['{"a": 1}', '{"a": 1}'],
      ["hello", '"hello"'],
      ["007", '"007"'],
      ["12", "12"],
    ],
  },
  {
    from: shapeOf("json"),
    to: shapeOf("text"),
    cells: [
      ["hello", "hello"],
      [{ a: [1] }, '{"a": [1]}'],
    ],
  },
  {
    from: shapeOf("json"),
    to: decimal(null),
    cells: [
      [1.5, "1.5"],
      ["2", "2"],
      [{ a: 1 }, null, "lost"],
    ],
  },
];
