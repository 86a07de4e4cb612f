/** Row heights to look at, as the product has them. */
export const heightsPx = { short: 32, medium: 52, tall: 92, extra: 152 } as const;

/** What can be turned on the story page. */
export interface Knobs {
  rows: number;
  isDark: boolean;
  isReadonly: boolean;
  language: "en" | "fr";
  frozen: number;
  height: keyof typeof heightsPx;
}

export function readKnobs(search: string): Knobs {
  const query = new URLSearchParams(search);
  const height = query.get("height") as Knobs["height"] | null;
  return {
    rows: Number(query.get("rows") ?? 1_000_000),
    isDark: query.has("dark"),
    isReadonly: query.has("readonly"),
    language: query.get("lang") === "fr" ? "fr" : "en",
    frozen: Number(query.get("frozen") ?? 1),
    height: height && height in heightsPx ? height : "short",
  };
}

export function writeKnobs({ rows, isDark, isReadonly, language, frozen, height }: Knobs): string {
  const parts = [
    rows === 1_000_000 ? "" : `rows=${rows}`,
    isDark ? "dark" : "",
    isReadonly ? "readonly" : "",
    language === "en" ? "" : `lang=${language}`,
    frozen === 1 ? "" : `frozen=${frozen}`,
    height === "short" ? "" : `height=${height}`,
  ];
  return `?${parts.filter(Boolean).join("&")}`;
}

export const storyTexts = {
  en: {
    title: "Grid",
    row: "Row",
    delete: "Delete",
    readonly: "Read only",
    frozen: "Frozen",
    height: "Height",
    heights: { short: "Short", medium: "Medium", tall: "Tall", extra: "Extra tall" },
    language: "Language",
    dark: "Dark",
  },
  fr: {
    title: "Grille",
    row: "Ligne",
    delete: "Supprimer",
    readonly: "Lecture seule",
    frozen: "Figées",
    height: "Hauteur",
    heights: { short: "Basse", medium: "Moyenne", tall: "Haute", extra: "Très haute" },
    language: "Langue",
    dark: "Sombre",
  },
};
