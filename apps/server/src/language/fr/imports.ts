import type { Catalog } from "@weft/model/texts/phrase";

/** French of uploads, and of imports from their choices to their undo. */
export const importsFrench: Catalog = {
  // Uploads
  "There is no upload {0}, or it is not yours to see.": "Il n’y a pas d’envoi {0}, ou il ne vous est pas accessible.",
  "There is no upload {0}.": "Il n’y a pas d’envoi {0}.",
  "There is no upload {0} in this workspace.": "Il n’y a pas d’envoi {0} dans cet espace de travail.",
  "Of {0}, {1} of {2} bytes have arrived: send the rest first.":
    "De {0}, {1} octets sur {2} sont arrivés : envoyez d’abord le reste.",
  "Files may have at most {0} bytes here. Split the file, or ask the people who run this instance for more.":
    "Les fichiers ont ici {0} octets au plus. Divisez le fichier, ou adressez-vous aux personnes qui gèrent cette instance.",
  "Say the file's size in bytes in the header Upload-Length.":
    "Indiquez la taille du fichier en octets dans l’en-tête Upload-Length.",
  "Upload-Metadata needs `filename` and `workspaceId`.": "Upload-Metadata demande `filename` et `workspaceId`.",
  "is missing": "manque",

  // Files by address
  "{0} is not an address of the web: begin it with https://.":
    "{0} n’est pas une adresse web : commencez-la par https://.",
  "{0} lies inside the network Weft runs in, and is not asked. If it should be, the people who run this instance can name it in WEFT_PRIVATE_URLS.":
    "{0} se trouve dans le réseau où tourne Weft, et n’est pas interrogé. S’il doit l’être, les personnes qui gèrent cette instance peuvent le nommer dans WEFT_PRIVATE_URLS.",
  "{0} gave no file: {1}. Check the address and try again.":
    "{0} n’a pas donné de fichier : {1}. Vérifiez l’adresse et réessayez.",
  "it answered {0}": "réponse {0}",
  "it redirects more than {0} times": "plus de {0} redirections",
  "there is no such host": "cet hôte n’existe pas",
  "nothing answers there": "rien n’y répond",
  "it takes too long to answer": "la réponse tarde trop",
  "{0} did not give the whole file within {1} minutes. Download it yourself and hand it in.":
    "{0} n’a pas donné le fichier entier en {1} minutes. Téléchargez-le vous-même, puis déposez-le.",
  "{0} broke off before the file was whole. Try again.":
    "{0} s’est interrompu avant que le fichier soit entier. Réessayez.",

  // States
  "There is no import {0}, or it is not yours to see.": "Il n’y a pas d’import {0}, ou il ne vous est pas accessible.",
  "The import {0} is {1}: {2}.": "L’import {0} est {1} : {2}.",
  fetching: "en récupération",
  analysing: "en analyse",
  ready: "à vérifier",
  loading: "en chargement",
  undone: "défait",
  "its file has not been looked at yet": "son fichier n’a pas encore été analysé",
  "only one that waits can be changed": "seul un import en attente peut être modifié",
  "it has just been started": "il vient d’être lancé",
  "only one that waits can be started": "seul un import en attente peut être lancé",
  "it has ended already": "il a déjà pris fin",
  "only one that failed or was cancelled can begin again": "seul un import échoué ou annulé peut recommencer",
  "The file has not been looked at yet.": "Le fichier n’a pas encore été analysé.",

  // Choices
  "The import's choices have faults.": "Les choix de l’import ont des défauts.",
  "One choice must be mended: {0}.": "Un choix est à corriger : {0}.",
  "{0} choices must be mended: {1}.": "{0} choix sont à corriger : {1}.",
  "every column is left out: keep at least one": "toutes les colonnes sont laissées de côté : gardez-en au moins une",
  "name the columns that identify a row": "nommez les colonnes qui identifient une ligne",
  "the field that column “{0}” should fill is not in the table any more: choose another":
    "le champ où va la colonne « {0} » n’est plus dans la table : choisissez-en un autre",
  "column “{0}” fits no field of the table: choose one, add it as a new field, or leave it out":
    "la colonne « {0} » ne correspond à aucun champ de la table : choisissez-en un, ajoutez-la comme nouveau champ, ou laissez-la de côté",
  "column {0} is named twice": "la colonne {0} est nommée deux fois",
  "the file has no column {0}: the last is {1}": "le fichier n’a pas de colonne {0} : la dernière est la {1}",
  "two columns fill the field “{0}”": "deux colonnes vont dans le champ « {0} »",
  "there is another field called “{0}”": "un autre champ s’appelle « {0} »",
  "{0} fields are too many: a table has at most {1}": "{0} champs sont trop : une table en a {1} au plus",
  "“{0}” is no column that fills a field of the table":
    "« {0} » n’est pas une colonne qui va dans un champ de la table",
  "“{0}” holds JSON, which cannot be a key": "« {0} » contient du JSON, qui ne peut pas servir de clé",
  "a new table has no id yet: leave it out": "une nouvelle table n’a pas encore d’identifiant : retirez-le",
  "a table of this base is called “{0}”: take another name":
    "une table de cette base s’appelle « {0} » : prenez un autre nom",
  "say which table to {0}": "indiquez la table, que demande le mode {0}",
  "this table lies in another base": "cette table est dans une autre base",

  "only mode replace takes the place of an earlier import: choose that mode, or leave it out":
    "seul le mode replace prend la place d’un import précédent : choisissez ce mode, ou retirez ce choix",
  "no import {0} went into this table: take one from its imports":
    "aucun import {0} n’est allé dans cette table : prenez-en un parmi les siens",
  "the import of {0} is {1}: only one that is done can be replaced":
    "l’import de {0} est {1} : seul un import terminé peut être remplacé",
  "the import of {0} updated rows by key, which were there before it: it cannot be replaced":
    "l’import de {0} a mis à jour par clé des lignes présentes avant lui : il ne peut pas être remplacé",
  "no row that {0} brought is in the table any more": "aucune ligne apportée par {0} n’est encore dans la table",

  // Loading
  "The database refused a row: {0}. Nothing was loaded. Try the column as text.":
    "La base de données a refusé une ligne : {0}. Rien n’a été chargé. Essayez la colonne comme texte.",
  "A row is too big for the database: it keeps about 8 kB of short cells in a row, and this one has more. Nothing was loaded. Leave out some columns, or load the file twice, with half of the columns each, into two tables.":
    "Une ligne est trop grande pour la base de données : elle garde environ 8 ko de cellules courtes par ligne, et celle-ci en a davantage. Rien n’a été chargé. Laissez des colonnes de côté, ou chargez le fichier deux fois, avec la moitié des colonnes, dans deux tables.",
  "A row is too big for the database (row {0} of those to load, or one of the few before it): it keeps about 8 kB of short cells in a row, and this one has more. Nothing was loaded. Leave out some columns, or load the file twice, with half of the columns each, into two tables.":
    "Une ligne est trop grande pour la base de données (la ligne {0} de celles à charger, ou l’une des quelques précédentes) : elle garde environ 8 ko de cellules courtes par ligne, et celle-ci en a davantage. Rien n’a été chargé. Laissez des colonnes de côté, ou chargez le fichier deux fois, avec la moitié des colonnes, dans deux tables.",
  "The database did not answer for so long that the import was given up. Nothing was loaded: begin it again.":
    "La base de données est restée si longtemps sans répondre que l’import a été abandonné. Rien n’a été chargé : recommencez-le.",
  "Something went wrong here that nobody foresaw; it has been logged. Nothing was loaded: begin it again, or tell the people who run this instance.":
    "Un problème que personne n’avait prévu est survenu de notre côté ; il a été noté. Rien n’a été chargé : recommencez, ou prévenez les personnes qui gèrent cette instance.",
  "The table of this import is not there any more.": "La table de cet import n’existe plus.",
  "The table “{0}” was deleted while the file was being loaded.":
    "La table « {0} » a été supprimée pendant le chargement du fichier.",
  "The base was deleted while the file was being loaded.": "La base a été supprimée pendant le chargement du fichier.",
  "The field “{0}” would have more than {1} choices. Nothing was loaded: make it a text field and begin again.":
    "Le champ « {0} » aurait plus de {1} choix. Rien n’a été chargé : faites-en un champ de texte et recommencez.",
  "While the file was being loaded, somebody deleted {0} from the table. Nothing was loaded: look at the columns again, and begin again.":
    "Pendant le chargement du fichier, quelqu’un a supprimé {0} de la table. Rien n’a été chargé : revoyez les colonnes et recommencez.",
  "{0} was deleted": "{0} a été supprimé",

  // Rejects
  "Rows were rejected, and this import is strict: nothing was loaded. Mend the rows in the rejects file, or load without strict.":
    "Des lignes ont été rejetées, et cet import est strict : rien n’a été chargé. Corrigez les lignes dans le fichier des rejets, ou laissez de côté ce qui ne convient pas.",
  "More than {0} rows were rejected: nothing was loaded. Mend the rows in the rejects file, or allow more.":
    "Plus de {0} lignes ont été rejetées : rien n’a été chargé. Corrigez les lignes dans le fichier des rejets, ou admettez-en davantage.",
  "line {0}": "ligne {0}",
  "line {0}, {1}": "ligne {0}, {1}",
  "has no value in {0}, so it says not which row it is":
    "n’a pas de valeur dans {0} : elle ne dit pas de quelle ligne il s’agit",
  "a later row of the file has the same {0}: that one is loaded":
    "une ligne plus loin dans le fichier a la même clé {0} : c’est elle qui est chargée",
  "several rows of the table have this {0}: it says not which one to change":
    "plusieurs lignes de la table ont cette clé {0} : elle ne dit pas laquelle modifier",
  "has {0} cells where the table has {1}: look for a separator that should stand in quotes":
    "a {0} cellules alors que la table en a {1} : cherchez un séparateur qui devrait être entre guillemets",
  "holds a NUL byte, which no text can hold; take it out of the file":
    "contient un octet NUL, qu’aucun texte ne peut contenir ; retirez-le du fichier",
  "is longer than 1 MB, the most a cell can hold": "dépasse 1 Mo, le plus qu’une cellule puisse contenir",
  "is not a number of at most {0} decimals": "n’est pas un nombre de {0} décimales au plus",
  "holds bytes that are not UTF-8; save the file as UTF-8, or choose Windows-1252 if the rest looks wrong too":
    "contient des octets qui ne sont pas de l’UTF-8 ; enregistrez le fichier en UTF-8, ou choisissez Windows-1252 si le reste paraît faux aussi",
  "holds bytes that are not UTF-8; save the file as UTF-8":
    "contient des octets qui ne sont pas de l’UTF-8 ; enregistrez le fichier en UTF-8",
  "is no JSON: {0}": "n’est pas du JSON : {0}",
  "is no JSON object: one {…} a line is wanted": "n’est pas un objet JSON : il en faut un {…} par ligne",

  // Undo
  "only one that is done can be taken back": "seul un import terminé peut être défait",
  "The table of this import is in the trash, or gone.":
    "La table de cet import est dans la corbeille, ou n’existe plus.",
  "its rows were replaced by the import of {0}: take that one back first":
    "ses lignes ont été remplacées par l’import de {0} : défaites d’abord celui-ci",
  "somebody else has just taken it back": "quelqu’un d’autre vient de le défaire",
  "Rows were added or changed since this import, so taking it back would lose that: {0}. Undo or delete those first.":
    "Des lignes ont été ajoutées ou modifiées depuis cet import, et le défaire les perdrait : {0}. Annulez ou supprimez-les d’abord.",
  "was added or changed since the import": "a été ajoutée ou modifiée depuis l’import",
  "What was in the table before this import is not kept any more.":
    "Ce qui était dans la table avant cet import n’est plus conservé.",
  "The field “{0}” has another type now than when this import began: change it back first.":
    "Le champ « {0} » n’a plus le type qu’il avait au début de cet import : rendez-le-lui d’abord.",
};
