import type { Catalog } from "@weft/model/texts/phrase";

/** French of bases, tables, fields, rows, changes and exports. */
export const tablesFrench: Catalog = {
  "There is no base {0}, or it is not yours to see.": "Il n’y a pas de base {0}, ou elle ne vous est pas accessible.",
  "There is no table {0}, or it is not yours to see.": "Il n’y a pas de table {0}, ou elle ne vous est pas accessible.",
  "There is no table {0} any more.": "Il n’y a plus de table {0}.",
  "Another table of this base is called “{0}”: choose another name.":
    "Une autre table de cette base s’appelle « {0} » : choisissez un autre nom.",
  "is taken": "est déjà pris",
  "The table is being loaded or altered just now: try again when that is done.":
    "La table est en cours de chargement ou de modification : réessayez quand ce sera fini.",
  "The table is called {0} by now: rename it by hand.": "La table s’appelle maintenant {0} : renommez-la à la main.",

  // What rules hide
  "You see only a part of {0}: ask somebody who sees all of it to copy it.":
    "Vous ne voyez qu’une partie de {0} : demandez à quelqu’un qui voit tout de la copier.",
  "Nothing was saved: somebody else has set other rules for {0} since you read them. Read those that hold now, and set yours again.":
    "Rien n’a été enregistré : quelqu’un d’autre a fixé d’autres règles pour {0} depuis que vous les avez lues. Lisez celles qui valent maintenant, puis refixez les vôtres.",
  "{0} is read-only for you": "{0} n’est pas modifiable pour vous",
  "{0} is read-only for you: ask somebody who may change it.":
    "{0} n’est pas modifiable pour vous : demandez à quelqu’un qui peut le modifier.",
  "by the rules of this table you would not see the row; ask somebody who sees all rows to write it":
    "d’après les règles de cette table, vous ne verriez pas la ligne ; demandez à quelqu’un qui voit toutes les lignes de l’écrire",
  "by the rules of this table you would not see the row without a fitting {0}; give it one whose rows you see":
    "d’après les règles de cette table, vous ne verriez pas la ligne sans {0} qui convienne ; donnez-lui-en une dont vous voyez les lignes",
  "by the rules of this table you would not see the row with this {0}; give it one whose rows you see":
    "d’après les règles de cette table, vous ne verriez pas la ligne avec cette valeur de {0} ; donnez-lui-en une dont vous voyez les lignes",
  "Change {0} touched rows or fields that are not yours to change any more: ask somebody who may.":
    "La modification {0} a touché des lignes ou des champs que vous ne pouvez plus modifier : demandez à quelqu’un qui le peut.",
  "You see only some of the rows of {0}: ask somebody who sees all of them to change the type of a field.":
    "Vous ne voyez que certaines lignes de {0} : demandez à quelqu’un qui les voit toutes de changer le type d’un champ.",
  "You see only some of the rows of {0}: ask somebody who sees all of them to import into it.":
    "Vous ne voyez que certaines lignes de {0} : demandez à quelqu’un qui les voit toutes d’y importer.",
  "Not all fields of {0} are yours to change: you can add rows to it, and nothing else.":
    "Tous les champs de {0} ne vous sont pas ouverts : vous pouvez y ajouter des lignes, et rien d’autre.",
  "What you see of the table has changed since this file was made. Export the table again.":
    "Ce que vous voyez de la table a changé depuis que ce fichier a été fait. Exportez la table à nouveau.",

  // Groups and figures
  "rows cannot be grouped by {0}, whose cells are long texts or JSON":
    "les lignes ne peuvent pas être groupées par {0}, dont les cellules sont de longs textes ou du JSON",
  "rows can be grouped by at most {0} fields": "les lignes peuvent être groupées par {0} champs au plus",
  "These rows fall into more than {0} groups: filter them, or group by a field that repeats more.":
    "Ces lignes forment plus de {0} groupes : filtrez-les, ou groupez par un champ qui se répète davantage.",
  "The figures wanted of {0} cannot be had: {1}.": "Les chiffres demandés de {0} ne peuvent pas être calculés : {1}.",
  "{0} has no {1} here": "{0} n’a pas de {1} ici",
  'must name figures by field, such as {"Weight": "mean"}; there are {0}':
    'doit nommer les chiffres par champ, par exemple {"Weight": "mean"} ; il y a {0}',

  // Fields
  "There is no field {0} in this table; it may be in the trash.":
    "Il n’y a pas de champ {0} dans cette table ; il est peut-être dans la corbeille.",
  "A table holds at most {0} fields, those of its trash counted beyond that: delete some first.":
    "Une table a {0} champs au plus, ceux de sa corbeille étant comptés au-delà : supprimez-en d’abord.",
  "is the name of field {0} too": "est aussi le nom du champ {0}",
  "Two fields of a table cannot have the same name: rename one.":
    "Deux champs d’une table ne peuvent pas porter le même nom : renommez-en un.",
  "Another field of this table is called “{0}”: choose another name.":
    "Un autre champ de cette table s’appelle « {0} » : choisissez un autre nom.",
  "{0} of {1} values would be emptied or cut by this type. Look at the preview, mend them, or say that they may be lost.":
    "{0} valeurs sur {1} seraient vidées ou coupées par ce type. Regardez l’aperçu, corrigez-les, ou dites qu’elles peuvent être perdues.",
  "{0} has another type or other choices by now.": "{0} a maintenant un autre type ou d’autres choix.",
  "Rows that were deleted have come back since, without what {0} held before its type was changed: the change cannot be undone.":
    "Des lignes supprimées sont revenues depuis, sans ce que {0} contenait avant de changer de type : la modification ne peut pas être annulée.",
  "The values of {0} from before are not kept any more: that is done for {1} days.":
    "Les valeurs que {0} avait avant ne sont plus conservées : elles le sont pendant {1} jours.",
  "{0} values of {1} that were written since would be lost, such as “{2}” in row {3}: change them first.":
    "{0} valeurs de {1} écrites depuis seraient perdues, telles que « {2} » à la ligne {3} : modifiez-les d’abord.",
  "“{0}” does not fit the type from before": "« {0} » ne convient pas au type d’avant",
  name: "nom",
  description: "description",
  "Choices that came with cells stay: take them away in the field's settings.":
    "Les choix venus avec des cellules restent : retirez-les dans les réglages du champ.",
  "{0} has got another {1} since: change it back by hand.":
    "{0} a changé depuis ({1}) : remettez-le comme avant à la main.",

  // Rows
  "Give either cursor or offset, not both.": "Donnez cursor ou offset, pas les deux.",
  "excludes cursor": "exclut cursor",
  "There is no row {0} in this table.": "Il n’y a pas de ligne {0} dans cette table.",
  "there is no row {0}": "il n’y a pas de ligne {0}",
  "{0} stands twice, by name and by id": "{0} figure deux fois, par son nom et par son identifiant",
  "does not offer “{0}”; a builder of this workspace can add it":
    "n’offre pas « {0} » ; un concepteur de cet espace de travail peut l’ajouter",
  "cannot have a choice of more than {0} characters": "ne peut pas avoir de choix de plus de {0} caractères",
  "{0} has {1} choices already: make it a text field instead.": "{0} a déjà {1} choix : faites-en un champ de texte.",
  "Nothing was written to {0}: {1}.": "Rien n’a été écrit dans {0} : {1}.",
  "Nothing was written to {0}: {1} and {2} more.": "Rien n’a été écrit dans {0} : {1}, et {2} de plus.",
  "Nothing was written: {0} has no row {1}. Read it anew.":
    "Rien n’a été écrit : {0} n’a pas de ligne {1}. Relisez-la.",
  "Nothing was written: {0}. Read it anew and try again.": "Rien n’a été écrit : {0}. Relisez-la et réessayez.",
  "Nothing was written: {0}.": "Rien n’a été écrit : {0}.",
  "Nothing was written: a row would be too big for the database, which keeps about 8 kB of short cells in a row. Shorten or empty some of its cells, or spread its fields over two tables.":
    "Rien n’a été écrit : une ligne serait trop grande pour la base de données, qui garde environ 8 ko de cellules courtes par ligne. Raccourcissez ou videz des cellules, ou répartissez les champs sur deux tables.",
  "row {0} was changed by {1} (change {2}, not {3})":
    "la ligne {0} a été modifiée par {1} (modification {2}, et non {3})",
  "row {0} was moved since by {1}": "la ligne {0} a été déplacée depuis par {1}",
  "Nothing was written: {0} has no row {1} to stand before. Read it anew.":
    "Rien n’a été écrit : {0} n’a pas de ligne {1} devant laquelle placer. Relisez la table.",
  "the field {0} was deleted": "le champ {0} a été supprimé",
  "row {0} stands twice; put its cells together": "la ligne {0} figure deux fois ; réunissez ses cellules",
  "This cursor belongs to another table, filter, sort or search, or is damaged: begin again without it.":
    "Ce curseur appartient à une autre table, un autre filtre, tri ou une autre recherche, ou il est abîmé : recommencez sans lui.",
  "does not fit this list": "ne convient pas à cette liste",
  'If-Match must be the row\'s ETag, such as "12", or *.': 'If-Match doit être l’ETag de la ligne, tel que "12", ou *.',
  "cannot be {0}": "ne peut pas être {0}",
  "The filter on {0} cannot be applied: {1}.": "Le filtre sur {0} ne peut pas s’appliquer : {1}.",
  "The filter on {0} has {1} faults; the first: {2}.": "Le filtre sur {0} a {1} défauts ; le premier : {2}.",
  "{0}: {1}. Its fields are {2}.": "{0} : {1}. Ses champs sont {2}.",

  // Changes
  "The log does not hold the changes after {0} any more: read the table anew and go on from its change number.":
    "Le journal n’a plus les modifications après la {0} : relisez la table et continuez à partir de son numéro de modification.",
  "This table has no change {0}, or the log no longer holds it.":
    "Cette table n’a pas de modification {0}, ou le journal ne l’a plus.",
  "Change {0} is undone already, by change {1}; undo that one to redo it.":
    "La modification {0} est déjà annulée, par la modification {1} ; annulez celle-ci pour la rétablir.",
  "Change {0} was made by somebody else; one can undo only one's own.":
    "La modification {0} est de quelqu’un d’autre ; on ne peut annuler que les siennes.",
  "Change {0} has nothing left to undo: all is as it was before.":
    "La modification {0} n’a plus rien à annuler : tout est comme avant.",
  "An import is undone from its own report.": "Un import se défait depuis son propre rapport.",
  "What was deleted is restored from the trash.": "Ce qui a été supprimé se rétablit depuis la corbeille.",
  "Change {0} cannot be undone: a field it touched has another type by now.":
    "La modification {0} ne peut pas être annulée : un champ qu’elle touche a maintenant un autre type.",
  you: "vous",
  somebody: "quelqu’un",
  "a field": "un champ",
  "{0} of row {1} was changed since by {2}": "{0}, à la ligne {1}, a été modifié depuis par {2}",
  "row {0} was changed or deleted since by {1}": "la ligne {0} a été modifiée ou supprimée depuis par {1}",
  "Change {0} was not undone: {1}.": "La modification {0} n’a pas été annulée : {1}.",

  // Exports
  "This cursor is not one of this list: begin again without it.":
    "Ce curseur n’est pas de cette liste : recommencez sans lui.",
  "This export is {0}; only one that waits or runs can be stopped.":
    "Cet export est {0} ; seul un export en attente ou en cours peut être arrêté.",
  "The file was kept until its time was over. Export the table again.":
    "Le fichier a été conservé le temps prévu. Exportez de nouveau la table.",
  "This export is {0}: there is a file once it is done.": "Cet export est {0} : il y aura un fichier une fois terminé.",
  "There is no export {0}, or it is not yours to see.": "Il n’y a pas d’export {0}, ou il ne vous est pas accessible.",
  "Something went wrong here. It has been logged; try again.":
    "Un problème est survenu de notre côté. Il a été noté ; réessayez.",
  waiting: "en attente",
  running: "en cours",
  done: "terminé",
  failed: "échoué",
  cancelled: "annulé",
  expired: "expiré",
  "Line {0} of the file has the sign “{1}” (U+{2}), which windows-1252 does not have. Export as UTF-8 or UTF-16.":
    "La ligne {0} du fichier contient le signe « {1} » (U+{2}), que windows-1252 n’a pas. Exportez en UTF-8 ou UTF-16.",
  "The rows cannot be written as Parquet ({0}). Export as NDJSON or CSV, or leave out the longest field.":
    "Les lignes ne peuvent pas être écrites en Parquet ({0}). Exportez en NDJSON ou CSV, ou laissez de côté le champ le plus long.",
  "Row {0}, field {1}: the text has {2} characters, and a cell of XLSX holds {3}. Export as CSV, or leave this field out.":
    "Ligne {0}, champ {1} : le texte a {2} caractères, et une cellule XLSX en contient {3}. Exportez en CSV, ou laissez ce champ de côté.",
};
