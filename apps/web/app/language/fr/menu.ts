import type { Messages, Phrases } from "../messages.ts";

export const menu: Phrases<Messages["menu"]> = {
  cells: "Menu de la sélection",
  copy: "Copier",
  cut: "Couper",
  paste: "Coller",
  pasteByKey: "Le navigateur ne laisse pas cette page lire le presse-papiers. Tapez Ctrl+V (⌘V sur un Mac).",
  clear: "Vider les cellules",
  edit: "Modifier",
  openRow: "Montrer toute la ligne",
  fillDown: "Recopier vers le bas",
  filterTo: "Seulement les lignes avec cette valeur",
  filterOut: "Sans les lignes avec cette valeur",
  addRow: "Nouvelle ligne",
  addAbove: "Insérer une ligne au-dessus",
  addBelow: "Insérer une ligne au-dessous",
  duplicateRows: "Dupliquer la ligne | Dupliquer {count} lignes",
  deleteRows: "Supprimer la ligne | Supprimer {count} lignes",
  duplicated: "{count} ligne ajoutée | {count} lignes ajoutées",
  tooManyRows: "{max} lignes au plus à la fois. Sélectionnez-en moins.",
  keys: "Touches",
};
