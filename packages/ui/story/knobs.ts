import type { Sort } from "@weft/model/filter";
import { groupFieldsMax, parseGroup } from "@weft/model/groups";
import type { SummaryKind } from "@weft/model/summaries";
import { summariesOf } from "@weft/model/summaries";
import { fields } from "./million-rows.ts";

/** Row heights to look at, as the product has them. */
export const heightsPx = { short: 32, medium: 52, tall: 92, extra: 152 } as const;

/** Rules of colour to look at. */
export const colorings = ["none", "stripe", "whole"] as const;

/** What can be turned on the story page. */
export interface Knobs {
  rows: number;
  isDark: boolean;
  isReadonly: boolean;
  language: "en" | "fr";
  frozen: number;
  height: keyof typeof heightsPx;
  group: Sort[];
  footers: Record<string, SummaryKind>;
  coloring: (typeof colorings)[number];
  /** Names, places and notes that are written from right to left, with emoji and combining marks. */
  isRightToLeft: boolean;
  /** The grid in a frame as wide as a phone. */
  isPhone: boolean;
  /** The grid alone, without knobs: what stands in that frame. */
  isFramed: boolean;
}

const rowsAtFirst = 1_000_000;

/** Figures that are shown when they are turned on. */
export const usualFooters: Knobs["footers"] = {
  fld0: "unique",
  fld1: "histogram",
  fld2: "sum",
  fld3: "range",
  fld4: "filled_share",
  fld5: "unique",
  fld8: "histogram",
  fld9: "max",
  fld13: "median",
};

export function readKnobs(search: string): Knobs {
  const query = new URLSearchParams(search);
  const one = <T extends string>(name: string, all: readonly T[]) => all.find((value) => value === query.get(name));
  const group = parseGroup(query.get("group") ?? "", fields);
  return {
    rows: Number(query.get("rows") ?? rowsAtFirst),
    isDark: query.has("dark"),
    isReadonly: query.has("readonly"),
    language: one("lang", ["en", "fr"]) ?? "en",
    frozen: Number(query.get("frozen") ?? 1),
    height: one("height", Object.keys(heightsPx) as Knobs["height"][]) ?? "short",
    group: group.ok ? group.group.slice(0, groupFieldsMax) : [],
    footers: readFooters(query.get("footers") ?? ""),
    coloring: one("color", colorings) ?? "none",
    isRightToLeft: query.has("rtl"),
    isPhone: query.has("phone"),
    isFramed: query.has("framed"),
  };
}

export function writeKnobs(knobs: Knobs): string {
  const { group, footers, height, coloring, language, frozen, rows } = knobs;
  const sorts = group.map(({ field, direction }) => (direction === "desc" ? `-${field}` : field));
  const kinds = Object.entries(footers).map(([id, kind]) => `${id}:${kind}`);
  const parts = [
    rows === rowsAtFirst ? "" : `rows=${rows}`,
    knobs.isDark ? "dark" : "",
    knobs.isReadonly ? "readonly" : "",
    language === "en" ? "" : `lang=${language}`,
    frozen === 1 ? "" : `frozen=${frozen}`,
    height === "short" ? "" : `height=${height}`,
    sorts.length > 0 ? `group=${sorts.join(",")}` : "",
    kinds.length > 0 ? `footers=${kinds.join(",")}` : "",
    coloring === "none" ? "" : `color=${coloring}`,
    knobs.isRightToLeft ? "rtl" : "",
    knobs.isPhone ? "phone" : "",
    knobs.isFramed ? "framed" : "",
  ];
  return `?${parts.filter(Boolean).join("&")}`;
}

/** `fld2:sum,fld3:range`; what does not fit its field is left out. */
function readFooters(text: string): Knobs["footers"] {
  const parts = text.split(",").map((part) => part.split(":"));
  return Object.fromEntries(
    parts.flatMap(([id, wanted]) => {
      const field = fields.find((field) => field.id === id);
      const kind = field && summariesOf[field.type].find((kind) => kind === wanted);
      return field && kind ? [[field.id, kind]] : [];
    }),
  );
}
