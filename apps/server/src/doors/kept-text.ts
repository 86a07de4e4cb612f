import type { Fault } from "@weft/api/problems";
import { signFault } from "@weft/model/values/check";

/** What is looked at where it is taken, and refused in its own words: cells, filters, and the text of a file. */
const lookedAtLater = new Set(["cells", "filter", "text"]);

/** Gives `faults` every text of a request that PostgreSQL could not keep or compare, with its place. */
export function checkSigns(value: unknown, path: readonly string[], faults: Fault[]): void {
  const message = typeof value === "string" ? signFault(value) : null;
  if (message) faults.push({ path: path.join("."), message });
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value))
    if (!lookedAtLater.has(key)) checkSigns(part, [...path, key], faults);
}
