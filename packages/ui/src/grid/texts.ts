import type { FigureTexts } from "./figure-texts.ts";
import { englishFigures, frenchFigures } from "./figure-texts.ts";
import type { EditingTexts } from "./editing-texts.ts";
import { editingTexts } from "./editing-texts.ts";

/** Everything the grid says to people. `{…}` is filled in by the grid. */
export interface GridTexts {
  grid: string;
  rowNumber: string;
  selectRow: string;
  selectAll: string;
  addRow: string;
  addField: string;
  sortedUp: string;
  sortedDown: string;
  resize: string;
  freezeLine: string;
  columnMoved: string;
  columnWidth: string;
  waiting: string;
  loading: string;
  yes: string;
  no: string;
  empty: string;
  open: string;
  find: string;
  clear: string;
  noMatch: string;
  save: string;
  cancel: string;
  pickDate: string;
  previousMonth: string;
  nextMonth: string;
  today: string;
  copied: string;
  tooManyToCopy: string;
  copyNeedsHttps: string;
  pastedInPart: string;
  addedElsewhere: string;
  dismiss: string;
  editing: EditingTexts;
  figures: FigureTexts;
  faults: Record<CellFault, string>;
}

/** Why text cannot be a cell of its type. */
export type CellFault =
  | "number"
  | "whole_number"
  | "boolean"
  | "date"
  | "date_exists"
  | "datetime"
  | "choice"
  | "url"
  | "email"
  | "json"
  | "too_long";

const english: GridTexts = {
  grid: "Rows of the table",
  rowNumber: "Row number",
  selectRow: "Select row {row}",
  selectAll: "Select all rows",
  addRow: "New row",
  addField: "Add a field",
  sortedUp: "sorted upwards",
  sortedDown: "sorted downwards",
  resize: "Width of {field}",
  freezeLine: "Columns left of this line stay in sight",
  columnMoved: "{field} is column {place} of {count} now",
  columnWidth: "{field} is {width} pixels wide now",
  waiting: "waiting to be saved",
  loading: "Loading rows",
  yes: "Yes",
  no: "No",
  empty: "empty",
  open: "Open {text}",
  find: "Find a choice",
  clear: "Clear",
  noMatch: "No choice matches",
  save: "Save",
  cancel: "Cancel",
  pickDate: "Pick a date",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  today: "Today",
  copied: "{cells} cells copied",
  tooManyToCopy:
    "{cells} cells are too many to copy: at most {max} go at once, in {rows} rows. Select fewer, or export the table.",
  copyNeedsHttps:
    "Some of these rows are not loaded yet, and without https the browser lets nothing be copied afterwards. Scroll over them first, or export the table.",
  pastedInPart: "{cells} pasted cells lie beyond the edge of the table and were left out.",
  addedElsewhere: "The row is added. The present filter, search or order shows it elsewhere.",
  dismiss: "Dismiss",
  editing: editingTexts.en,
  figures: englishFigures,
  faults: {
    number: "Not a number. Type digits, such as 1234.5",
    whole_number: "This field holds whole numbers. Leave out the decimals.",
    boolean: "Neither yes nor no.",
    date: "Not a date. Type it as 2026-03-31",
    date_exists: "There is no such day in the calendar.",
    datetime: "Not a date and time. Type it as 2026-03-31 14:30",
    choice: "Not one of the choices of this field.",
    url: "Not a web address. It begins with https://",
    email: "Not an e-mail address, such as name@example.org",
    json: "Not JSON.",
    too_long: "Too long: a cell holds at most 1 MB.",
  },
};

const french: GridTexts = {
  grid: "Lignes de la table",
  rowNumber: "Numéro de ligne",
  selectRow: "Sélectionner la ligne {row}",
  selectAll: "Sélectionner toutes les lignes",
  addRow: "Nouvelle ligne",
  addField: "Ajouter un champ",
  sortedUp: "tri croissant",
  sortedDown: "tri décroissant",
  resize: "Largeur de {field}",
  freezeLine: "Les colonnes à gauche de cette ligne restent visibles",
  columnMoved: "{field} est maintenant la colonne {place} sur {count}",
  columnWidth: "{field} a maintenant une largeur de {width} pixels",
  waiting: "en attente d’enregistrement",
  loading: "Chargement des lignes",
  yes: "Oui",
  no: "Non",
  empty: "vide",
  open: "Ouvrir {text}",
  find: "Chercher un choix",
  clear: "Vider",
  noMatch: "Aucun choix ne correspond",
  save: "Enregistrer",
  cancel: "Annuler",
  pickDate: "Choisir une date",
  previousMonth: "Mois précédent",
  nextMonth: "Mois suivant",
  today: "Aujourd’hui",
  copied: "{cells} cellules copiées",
  tooManyToCopy:
    "{cells} cellules sont trop pour être copiées : {max} au plus à la fois, en {rows} lignes. Sélectionnez-en moins, ou exportez la table.",
  copyNeedsHttps:
    "Certaines de ces lignes ne sont pas encore chargées, et sans https le navigateur ne laisse rien copier après coup. Faites-les d’abord défiler, ou exportez la table.",
  pastedInPart: "{cells} cellules collées dépassent le bord de la table et ont été laissées de côté.",
  addedElsewhere: "La ligne est ajoutée. Le filtre, la recherche ou l’ordre actuel la montre ailleurs.",
  dismiss: "Fermer",
  editing: editingTexts.fr,
  figures: frenchFigures,
  faults: {
    number: "Ce n’est pas un nombre. Tapez des chiffres, par exemple 1234,5",
    whole_number: "Ce champ contient des nombres entiers. Enlevez les décimales.",
    boolean: "Ni oui ni non.",
    date: "Ce n’est pas une date. Tapez-la ainsi : 2026-03-31",
    date_exists: "Ce jour n’existe pas dans le calendrier.",
    datetime: "Ce n’est pas une date avec heure. Tapez-la ainsi : 2026-03-31 14:30",
    choice: "Ce n’est pas un des choix de ce champ.",
    url: "Ce n’est pas une adresse web. Elle commence par https://",
    email: "Ce n’est pas une adresse e-mail, par exemple nom@example.org",
    json: "Ce n’est pas du JSON.",
    too_long: "Trop long : une cellule contient 1 Mo au plus.",
  },
};

/** The grid's texts by language. */
export const gridTexts: Record<"en" | "fr", GridTexts> = { en: english, fr: french };

/** Fills the `{…}` of a text. */
export function fillText(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
