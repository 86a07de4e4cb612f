import type { Phrase } from "../texts/phrase.ts";
import { phrase } from "../texts/phrase.ts";
import type { ValueReading } from "./fits.ts";

/** Why a value does not fit a reading, as the end of the sentence "The value …". */
export function refusalOf(reading: ValueReading): Phrase {
  const { shape, dateOrder, decimalMark } = reading;
  switch (shape.type) {
    case "number": {
      const mark = decimalMark === "," ? "12,5" : "12.5";
      return shape.options.decimals === 0 ? phrase`is not a whole number` : phrase`is not a number such as ${mark}`;
    }
    case "boolean":
      return phrase`is neither yes nor no`;
    case "date":
      return phrase`is not a date such as ${dateExample(dateOrder)}`;
    case "datetime":
      return shape.options.zoned
        ? phrase`is not a time with its zone such as ${dateExample(dateOrder)}T10:30:00Z`
        : phrase`is not a date and time without a zone such as ${dateExample(dateOrder)} 10:30:00`;
    case "choice":
      return phrase`cannot be a choice: a field offers at most 500, of at most 200 characters`;
    case "url":
      return phrase`is not an address that begins with http:// or https://`;
    case "email":
      return phrase`is not an e-mail address`;
    case "json":
      return phrase`is not a JSON object or list`;
    default:
      return phrase`cannot be held as text`;
  }
}

function dateExample(order: ValueReading["dateOrder"]): string {
  if (order === "dmy") return "31/01/2024";
  return order === "mdy" ? "01/31/2024" : "2024-01-31";
}
