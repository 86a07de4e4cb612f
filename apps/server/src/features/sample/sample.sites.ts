import type { Chance } from "./sample.random.ts";
import { dayFrom } from "./sample.random.ts";
import type { SampleTable } from "./sample.tables.ts";
import { field, namesOf } from "./sample.tables.ts";
import { crew, landscapes, places, remarks, siteNotes } from "./sample.words.ts";

const regions = { North: "blue", Coast: "teal", Uplands: "brown", Delta: "green" } as const;
const habitats = {
  River: "blue",
  "Salt marsh": "teal",
  "Wet meadow": "green",
  Dune: "yellow",
  Woodland: "brown",
  Reservoir: "gray",
} as const;
const kinds = {
  "Flow meter": "blue",
  "pH probe": "purple",
  "Oxygen probe": "teal",
  "Weather station": "yellow",
  Camera: "gray",
  Boat: "orange",
} as const;
const makers = ["Hydrolab Norden", "Fielding & Sons", "AquaSense", "Brücken Messtechnik", "Nautic"] as const;
const prices: Record<string, number> = { "Flow meter": 1890, "Weather station": 4250, Camera: 640, Boat: 7800 };

/** Every place once with every landscape: 60 sites. */
export function makeSites(chance: Chance, today: Date): SampleTable {
  const rows = landscapes.flatMap((landscape, band) =>
    places.map((place, index) => {
      const name = `${place} ${landscape}`;
      const slug = name.toLowerCase().replaceAll(" ", "-");
      return [
        name,
        String(band * places.length + index + 1).padStart(4, "0"),
        chance.pick(namesOf(regions)),
        chance.pick(namesOf(habitats)),
        chance.around(54.6, 0.4, 5),
        chance.around(-2.9, 0.7, 5),
        Math.max(0.4, chance.around(38, 22, 1)),
        chance.isLikely(0.4),
        dayFrom(today, -chance.whole(400, 728)),
        chance.isLikely(0.8) ? `warden.${slug}@example.org` : null,
        chance.isLikely(0.7) ? `https://sites.example.org/${slug}` : null,
        chance.isLikely(0.5) ? chance.pick(siteNotes) : null,
      ];
    }),
  );
  const fields = [
    field.text("Name"),
    field.text("Code"),
    field.choice("Region", regions),
    field.choice("Habitat", habitats),
    field.number("Latitude", 5),
    field.number("Longitude", 5),
    field.number("Area (ha)", 1),
    field.boolean("Protected"),
    field.date("First visit"),
    field.email("Contact"),
    field.url("Page"),
    field.longText("Notes"),
  ];
  return { name: "Sites", fields, rows };
}

/** What the office owns: 140 pieces. */
export function makeEquipment(chance: Chance, today: Date): SampleTable {
  const rows = Array.from({ length: 140 }, (_, index) => {
    const kind = chance.pick(namesOf(kinds));
    const bought = chance.whole(20, 728);
    const isProbe = kind.endsWith("probe");
    return [
      `${kind} ${index + 1}`,
      `${kind.slice(0, 2).toUpperCase()}-${String(chance.whole(0, 999_999)).padStart(6, "0")}`,
      kind,
      chance.pick(makers),
      Math.max(90, chance.around(prices[kind] ?? 480, 120, 2)),
      dayFrom(today, -bought),
      chance.isLikely(0.86),
      isProbe ? dayFrom(today, chance.whole(-30, 240)) : null,
      chance.pick(crew),
      `https://manuals.example.com/${kind.toLowerCase().replaceAll(" ", "-")}.pdf`,
      isProbe
        ? { interval_s: chance.pick([10, 30, 60, 300]), offset: chance.around(0, 0.05, 3), channels: ["a", "b"] }
        : null,
      chance.isLikely(0.25) ? chance.pick(remarks) : null,
    ];
  });
  const fields = [
    field.text("Name"),
    field.text("Serial"),
    field.choice("Kind", kinds),
    field.text("Maker"),
    field.number("Price (€)", 2),
    field.date("Bought"),
    field.boolean("In use"),
    field.date("Next calibration"),
    field.text("Kept by"),
    field.url("Manual"),
    field.json("Settings"),
    field.longText("Remarks"),
  ];
  return { name: "Equipment", fields, rows };
}
