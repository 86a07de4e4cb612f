import type { SummaryKind } from "@weft/model/summaries";

/** What the grid says of groups and figures. `{…}` is filled in by the grid. */
export interface FigureTexts {
  footer: string;
  /** Names of figures, short enough to stand before a value. */
  kinds: Record<SummaryKind, string>;
  addToGroup: string;
  groupOpened: string;
  groupClosed: string;
  emptyKey: string;
  blankKey: string;
  bars: string;
  others: string;
}

export const englishFigures: FigureTexts = {
  footer: "Figures of the columns",
  kinds: {
    count: "Rows",
    filled: "Filled",
    empty: "Empty",
    filled_share: "Filled",
    unique: "Unique",
    sum: "Sum",
    mean: "Mean",
    median: "Median",
    min: "Min",
    max: "Max",
    range: "Range",
    histogram: "Spread",
  },
  addToGroup: "New row in {name}",
  groupOpened: "{name} opened, {rows} rows",
  groupClosed: "{name} closed",
  emptyKey: "empty",
  blankKey: "blank text",
  bars: "Spread from {least} to {greatest}",
  others: "{rows} others",
};

export const frenchFigures: FigureTexts = {
  footer: "Chiffres des colonnes",
  kinds: {
    count: "Lignes",
    filled: "Remplies",
    empty: "Vides",
    filled_share: "Remplies",
    unique: "Uniques",
    sum: "Somme",
    mean: "Moyenne",
    median: "Médiane",
    min: "Min",
    max: "Max",
    range: "Étendue",
    histogram: "Répartition",
  },
  addToGroup: "Nouvelle ligne dans {name}",
  groupOpened: "{name} : groupe ouvert, {rows} lignes",
  groupClosed: "{name} : groupe fermé",
  emptyKey: "vide",
  blankKey: "texte vide",
  bars: "Répartition de {least} à {greatest}",
  others: "{rows} autres",
};
