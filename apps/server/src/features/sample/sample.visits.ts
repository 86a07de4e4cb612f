import type { CellValue } from "@weft/model/fields/field";
import type { Chance } from "./sample.random.ts";
import { dayFrom, timeOf } from "./sample.random.ts";
import type { SampleTable } from "./sample.tables.ts";
import { field, namesOf } from "./sample.tables.ts";
import { comments, crew, visitNotes } from "./sample.words.ts";

const purposes = {
  "Routine reading": "blue",
  Sampling: "green",
  Repair: "orange",
  Inspection: "purple",
  "School group": "pink",
} as const;
const weathers = { Clear: "yellow", Cloudy: "gray", Rain: "blue", Storm: "red", Snow: "teal" } as const;
const quantities = {
  "Water temperature": "orange",
  pH: "purple",
  Oxygen: "teal",
  Nitrate: "green",
  Turbidity: "brown",
} as const;
const units = { "°C": "orange", pH: "purple", "mg/l": "teal", NTU: "brown" } as const;

/** What each quantity is measured in, where it usually lies, and up to where it is harmless. */
const habits: Record<string, { unit: string; mean: number; spread: number; decimals: number; harmless: number }> = {
  "Water temperature": { unit: "°C", mean: 11, spread: 4, decimals: 1, harmless: 19 },
  pH: { unit: "pH", mean: 7.6, spread: 0.4, decimals: 2, harmless: 8.5 },
  Oxygen: { unit: "mg/l", mean: 9.2, spread: 1.6, decimals: 2, harmless: 14 },
  Nitrate: { unit: "mg/l", mean: 14, spread: 8, decimals: 2, harmless: 30 },
  Turbidity: { unit: "NTU", mean: 6, spread: 3, decimals: 1, harmless: 12 },
};

/** 900 visits to the sites over the last two years, oldest first. */
export function makeVisits(chance: Chance, today: Date, sites: SampleTable): SampleTable {
  const daysAgo = Array.from({ length: 900 }, () => chance.whole(1, 728)).sort((a, b) => b - a);
  const rows = daysAgo.map((days, index) => {
    const day = dayFrom(today, -days);
    const lead = chance.pick(crew);
    const start = chance.whole(7 * 60, 15 * 60);
    const code = `V${day.slice(2, 4)}-${String(index + 1).padStart(4, "0")}`;
    const warmth = 10 - 9 * Math.cos((Number(day.slice(5, 7)) / 12) * 2 * Math.PI);
    return [
      code,
      chance.pick(sites.rows)[0] as string,
      lead,
      `${lead.split(" ")[0]?.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()}@fieldoffice.example`,
      chance.pick(namesOf(purposes)),
      `${timeOf(day, start)}Z`,
      `${timeOf(day, start + chance.whole(25, 400))}Z`,
      chance.pick(namesOf(weathers)),
      chance.around(warmth, 3, 1),
      chance.whole(1, 6),
      chance.isLikely(0.9) ? Math.max(4.5, chance.around(46, 21, 2)) : null,
      chance.isLikely(0.93),
      chance.isLikely(0.6) ? `https://reports.example.org/${code.toLowerCase()}` : null,
      chance.isLikely(0.55) ? chance.pick(visitNotes) : null,
    ];
  });
  const fields = [
    field.text("Visit"),
    field.text("Site"),
    field.text("Lead"),
    field.email("Lead's e-mail"),
    field.choice("Purpose", purposes),
    field.moment("Arrived"),
    field.moment("Left"),
    field.choice("Weather", weathers),
    field.number("Air (°C)", 1),
    field.number("Team", 0),
    field.number("Travel (€)", 2),
    field.boolean("Completed"),
    field.url("Report"),
    field.longText("Notes"),
  ];
  return { name: "Visits", fields, rows };
}

/** 3,900 measurements, some for most visits, in the order of the visits. */
export function makeMeasurements(chance: Chance, visits: SampleTable, equipment: SampleTable): SampleTable {
  const taken = Array.from({ length: 3900 }, () => chance.whole(0, visits.rows.length - 1)).sort((a, b) => a - b);
  const rows = taken.map((at, index) => measure(chance, index, visits.rows[at] as CellValue[], equipment));
  const fields = [
    field.text("Sample"),
    field.text("Visit"),
    field.text("Site"),
    field.choice("Quantity", quantities),
    field.number("Value", null),
    field.choice("Unit", units),
    field.clock("Taken at"),
    field.number("Depth (m)", 1),
    field.boolean("Within limits"),
    field.text("Instrument"),
    field.json("Readings"),
    field.date("In laboratory"),
    field.text("Comment"),
  ];
  return { name: "Measurements", fields, rows };
}

function measure(chance: Chance, index: number, visit: CellValue[], equipment: SampleTable): CellValue[] {
  const quantity = chance.pick(namesOf(quantities));
  const { unit, mean, spread, decimals, harmless } = habits[quantity] as (typeof habits)[string];
  const readings = Array.from({ length: 3 }, () => Math.max(0, chance.around(mean, spread, decimals)));
  const value = readings.toSorted((a, b) => a - b)[1] as number;
  const arrived = visit[5] as string;
  const day = arrived.slice(0, 10);
  const minutes = Number(arrived.slice(11, 13)) * 60 + Number(arrived.slice(14, 16)) + chance.whole(2, 24);
  const isSentIn = quantity === "Nitrate";
  return [
    `M-${String(index + 1).padStart(5, "0")}`,
    visit[0] as string,
    visit[1] as string,
    quantity,
    chance.isLikely(0.97) ? value : null,
    unit,
    timeOf(day, minutes),
    chance.isLikely(0.85) ? Math.abs(chance.around(0.8, 0.5, 1)) : null,
    value <= harmless,
    chance.pick(equipment.rows)[1] as string,
    {
      readings,
      spread: Number((Math.max(...readings) - Math.min(...readings)).toFixed(2)),
      method: isSentIn ? "laboratory" : "field",
    },
    isSentIn ? dayFrom(new Date(`${day}T00:00:00Z`), chance.whole(1, 5)) : null,
    chance.isLikely(0.12) ? chance.pick(comments) : null,
  ];
}
