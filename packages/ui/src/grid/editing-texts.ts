/** What the grid says about selecting, copying, filling, replacing and rows beside it. */
export interface EditingTexts {
  picture: string;
  nothingToPaste: string;
  tooMuchToPaste: string;
  tooMuchToChange: string;
  addsTitle: string;
  addsRows: string;
  addsFields: string;
  addsBoth: string;
  addAll: string;
  fitOnly: string;
  refusedTitle: string;
  refusedOne: string;
  refusedMany: string;
  writeRest: string;
  refusedRow: string;
  refusedField: string;
  refusedText: string;
  refusedWhy: string;
  copyList: string;
  listCopied: string;
  moreLines: string;
  cut: string;
  cutOne: string;
  fillHandle: string;
  stretchHandle: string;
  filled: string;
  totals: Record<"cells" | "filled" | "sum" | "mean" | "min" | "max", string>;
  counting: string;
  goTitle: string;
  goLabel: string;
  go: string;
  goBound: string;
  moveTitle: string;
  moveLabel: string;
  move: string;
  rowMoved: string;
  rowsMoved: string;
  replaceTitle: string;
  replaceFind: string;
  replaceInto: string;
  replaceSelection: string;
  replaceCase: string;
  replaceWhole: string;
  replaceAll: string;
  replaceOne: string;
  replaceCount: string;
  replaceRefused: string;
  replaceTooMany: string;
  replaced: string;
  looking: string;
  openRow: string;
  rowTitle: string;
  previousRow: string;
  nextRow: string;
  closeRow: string;
  rowGone: string;
  typed: string;
  fieldGone: string;
  fieldChanged: string;
}

const english: EditingTexts = {
  picture: "A picture cannot be put into cells. Copy text or cells instead.",
  nothingToPaste: "The clipboard holds nothing that cells can hold.",
  tooMuchToPaste:
    "{cells} cells are too many to paste: at most {max} go at once, in {rows} rows. Save them as a file and import it.",
  tooMuchToChange: "{cells} cells are too many to change at once: at most {max}, in {rows} rows. Select fewer.",
  addsTitle: "Paste beyond the edge?",
  addsRows: "What you paste has {cells} cells. Rows to add: {rows}.",
  addsFields: "What you paste has {cells} cells. Fields to add: {fields}.",
  addsBoth: "What you paste has {cells} cells. Rows to add: {rows}, fields to add: {fields}.",
  addAll: "Add and paste",
  fitOnly: "Paste what fits",
  refusedTitle: "Nothing has been written yet",
  refusedOne: "One cell does not fit its field. Correct it and try again, or write the rest: this cell stays as it is.",
  refusedMany:
    "{cells} cells do not fit their fields. Correct them and try again, or write the rest: these cells stay as they are.",
  writeRest: "Write the rest",
  refusedRow: "Row",
  refusedField: "Field",
  refusedText: "Text",
  refusedWhy: "What is wrong",
  copyList: "Copy the list",
  listCopied: "List copied",
  moreLines: "and {count} more: copy the list to see all",
  cut: "{cells} cells cut: paste moves them, Escape leaves them",
  cutOne: "Cell cut: paste moves it, Escape leaves it",
  fillHandle: "Drag to continue these cells; with Ctrl to repeat them",
  stretchHandle: "Drag to select more",
  filled: "{cells} cells filled",
  totals: { cells: "Selected", filled: "Filled", sum: "Sum", mean: "Mean", min: "Min", max: "Max" },
  counting: "counting…",
  goTitle: "Go to a row",
  goLabel: "Row number, 1 to {rows}",
  go: "Go",
  goBound: "There are {rows} rows.",
  moveTitle: "Move to a row",
  moveLabel: "New place, 1 to {rows}",
  move: "Move",
  rowMoved: "Row {row} stands at {place} now",
  rowsMoved: "Rows {first} to {last} stand at {place} now",
  replaceTitle: "Find and replace",
  replaceFind: "Find",
  replaceInto: "Replace with",
  replaceSelection: "In the selection only",
  replaceCase: "Match case",
  replaceWhole: "Whole cells only",
  replaceAll: "Replace all",
  replaceOne: "1 cell will be changed.",
  replaceCount: "{cells} cells will be changed.",
  replaceRefused: "{cells} others would no longer fit their field and stay as they are.",
  replaceTooMany: "{cells} cells are found, at most {max} can be changed at once. Select a part of the table.",
  replaced: "{cells} cells replaced",
  looking: "Looking… {rows} rows so far",
  openRow: "Open row {row}",
  rowTitle: "Row {row}",
  previousRow: "Previous row",
  nextRow: "Next row",
  closeRow: "Close the row",
  rowGone: "This row is not there: somebody may have deleted it.",
  typed: "{reason} What you typed: “{text}”",
  fieldGone: "The field “{field}” was deleted while you edited it.",
  fieldChanged: "The type of “{field}” was changed while you edited it.",
};

const french: EditingTexts = {
  picture: "Une image ne peut pas être mise dans des cellules. Copiez plutôt du texte ou des cellules.",
  nothingToPaste: "Le presse-papiers ne contient rien que des cellules puissent contenir.",
  tooMuchToPaste:
    "{cells} cellules sont trop pour être collées : {max} au plus à la fois, en {rows} lignes. Enregistrez-les dans un fichier et importez-le.",
  tooMuchToChange:
    "{cells} cellules sont trop pour être modifiées à la fois : {max} au plus, en {rows} lignes. Sélectionnez-en moins.",
  addsTitle: "Coller au-delà du bord ?",
  addsRows: "Vous collez {cells} cellules. Lignes à ajouter : {rows}.",
  addsFields: "Vous collez {cells} cellules. Champs à ajouter : {fields}.",
  addsBoth: "Vous collez {cells} cellules. Lignes à ajouter : {rows}, champs à ajouter : {fields}.",
  addAll: "Ajouter et coller",
  fitOnly: "Coller ce qui tient",
  refusedTitle: "Rien n’est encore écrit",
  refusedOne:
    "Une cellule ne convient pas à son champ. Corrigez-la et réessayez, ou écrivez le reste : cette cellule reste telle quelle.",
  refusedMany:
    "{cells} cellules ne conviennent pas à leur champ. Corrigez-les et réessayez, ou écrivez le reste : ces cellules restent telles quelles.",
  writeRest: "Écrire le reste",
  refusedRow: "Ligne",
  refusedField: "Champ",
  refusedText: "Texte",
  refusedWhy: "Ce qui ne va pas",
  copyList: "Copier la liste",
  listCopied: "Liste copiée",
  moreLines: "et {count} de plus : copiez la liste pour les voir toutes",
  cut: "{cells} cellules coupées : coller les déplace, Échap les laisse",
  cutOne: "Cellule coupée : coller la déplace, Échap la laisse",
  fillHandle: "Glissez pour continuer ces cellules ; avec Ctrl pour les répéter",
  stretchHandle: "Glissez pour sélectionner davantage",
  filled: "{cells} cellules remplies",
  totals: { cells: "Sélection", filled: "Remplies", sum: "Somme", mean: "Moyenne", min: "Min", max: "Max" },
  counting: "calcul…",
  goTitle: "Aller à une ligne",
  goLabel: "Numéro de ligne, de 1 à {rows}",
  go: "Aller",
  goBound: "Il y a {rows} lignes.",
  moveTitle: "Déplacer à une ligne",
  moveLabel: "Nouvelle place, de 1 à {rows}",
  move: "Déplacer",
  rowMoved: "La ligne {row} est maintenant à la place {place}",
  rowsMoved: "Les lignes {first} à {last} sont maintenant à la place {place}",
  replaceTitle: "Rechercher et remplacer",
  replaceFind: "Rechercher",
  replaceInto: "Remplacer par",
  replaceSelection: "Dans la sélection seulement",
  replaceCase: "Respecter la casse",
  replaceWhole: "Cellules entières seulement",
  replaceAll: "Tout remplacer",
  replaceOne: "1 cellule sera modifiée.",
  replaceCount: "{cells} cellules seront modifiées.",
  replaceRefused: "{cells} autres ne conviendraient plus à leur champ et restent telles quelles.",
  replaceTooMany:
    "{cells} cellules trouvées, {max} au plus peuvent être modifiées à la fois. Sélectionnez une partie de la table.",
  replaced: "{cells} cellules remplacées",
  looking: "Recherche… {rows} lignes jusqu’ici",
  openRow: "Ouvrir la ligne {row}",
  rowTitle: "Ligne {row}",
  previousRow: "Ligne précédente",
  nextRow: "Ligne suivante",
  closeRow: "Fermer la ligne",
  rowGone: "Cette ligne n’est pas là : quelqu’un l’a peut-être supprimée.",
  typed: "{reason} Vous aviez tapé : « {text} »",
  fieldGone: "Le champ « {field} » a été supprimé pendant que vous le modifiiez.",
  fieldChanged: "Le type de « {field} » a été changé pendant que vous le modifiiez.",
};

/** By language. */
export const editingTexts: Record<"en" | "fr", EditingTexts> = { en: english, fr: french };
