import type { Catalog } from "@weft/model/texts/phrase";

/** French of files that cannot be read. */
export const filesFrench: Catalog = {
  "{0} has {1} columns; a table holds at most {2}. Leave out columns or split the file, or check that the separator is right.":
    "{0} a {1} colonnes ; une table en a {2} au plus. Laissez des colonnes de côté ou divisez le fichier, ou vérifiez le séparateur.",
  "{0} holds no rows. Hand in a file with at least one line of data.":
    "{0} ne contient aucune ligne. Remettez un fichier avec au moins une ligne de données.",
  "{0} is empty: it has no bytes. Hand in a file with data.":
    "{0} est vide : il n’a aucun octet. Remettez un fichier avec des données.",
  "Line {0} is longer than 16 MB, so it is no record. Check that this is a table (CSV, JSON, XLSX, Parquet) and that its line ends and quotes are right.":
    "La ligne {0} dépasse 16 Mo : ce n’est pas un enregistrement. Vérifiez que c’est bien une table (CSV, JSON, XLSX, Parquet) et que ses fins de ligne et ses guillemets sont justes.",

  // JSON
  "{0} begins like JSON but holds no list of records: {1}…":
    "{0} commence comme du JSON mais ne contient pas de liste d’enregistrements : {1}…",
  "{0} has no list at the path {1}. Choose the path of a list of records.":
    "{0} n’a pas de liste au chemin {1}. Choisissez le chemin d’une liste d’enregistrements.",
  "The record that begins on line {0} is longer than 16 MB. Hand in smaller records, or give the path to the list that holds them.":
    "L’enregistrement qui commence à la ligne {0} dépasse 16 Mo. Remettez des enregistrements plus petits, ou indiquez le chemin de la liste qui les contient.",
  "Line {0} is longer than 16 MB. Write one JSON object a line.":
    "La ligne {0} dépasse 16 Mo. Écrivez un objet JSON par ligne.",
  "{0} is faulty JSON behind its last record, on line {1} or below: a bracket is missing or something stands too much. Mend the end of the file.":
    "{0} est du JSON défectueux après son dernier enregistrement, à la ligne {1} ou plus bas : il manque un crochet ou une accolade, ou quelque chose est de trop. Corrigez la fin du fichier.",
  "{0} {1} (line {2}, byte {3}). Mend it there, or export the file again.":
    "{0} {1} (ligne {2}, octet {3}). Corrigez-le à cet endroit, ou exportez de nouveau le fichier.",
  "ends before its records do: it was cut off": "finit avant ses enregistrements : il a été coupé",
  "has no key where one should stand": "n’a pas de clé là où il en faut une",
  "lacks a colon behind a key": "n’a pas de deux-points après une clé",
  "ends in the middle of a record that begins here: it was cut off":
    "finit au milieu d’un enregistrement qui commence ici : il a été coupé",
  "{0} is faulty JSON on line {1} (byte {2}): {3}. Mend it there, or export the file again.":
    "{0} est du JSON défectueux à la ligne {1} (octet {2}) : {3}. Corrigez-le à cet endroit, ou exportez de nouveau le fichier.",

  // Packed files and workbooks
  "{0} is a broken or cut off Parquet file ({1}). Write or send it again.":
    "{0} est un fichier Parquet abîmé ou coupé ({1}). Écrivez-le ou envoyez-le de nouveau.",
  "There is no room to unpack {0}. Free some disk space and try again.":
    "Il n’y a pas la place de décompresser {0}. Libérez de la place sur le disque et réessayez.",
  "{0} is a ZIP archive of {1} files ({2}). Unpack it and hand in the one with the table.":
    "{0} est une archive ZIP de {1} fichiers ({2}). Décompressez-la et remettez celui qui contient la table.",
  "{0} unpacks to more than {1} MB, the most that is read. Split it, or hand in CSV.":
    "{0} dépasse une fois décompressé {1} Mo, le plus qui soit lu. Divisez-le, ou remettez du CSV.",
  "{0} is a broken or cut off gzip file. Pack it again, or hand it in unpacked.":
    "{0} est un fichier gzip abîmé ou coupé. Compressez-le de nouveau, ou remettez-le décompressé.",
  "{0} is locked with a password. Save it without one.":
    "{0} est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
  "{0} holds {1} files. Hand in the one with the table.":
    "{0} contient {1} fichiers. Remettez celui qui contient la table.",
  "{0} is a broken or cut off ZIP or XLSX file. Save or send it again.":
    "{0} est un fichier ZIP ou XLSX abîmé ou coupé. Enregistrez-le ou envoyez-le de nouveau.",
  "{0} is a ZIP file without a workbook. Unpack it and hand in the table.":
    "{0} est un fichier ZIP sans classeur. Décompressez-le et remettez la table.",
  "{0} has no sheet {1}. Choose one of: {2}.": "{0} n’a pas de feuille {1}. Choisissez parmi : {2}.",
  "{0} has no sheet with data. Hand in a workbook with rows.":
    "{0} n’a aucune feuille avec des données. Remettez un classeur avec des lignes.",
  "{0} has no sheet with data named {1}. Hand in a workbook with rows.":
    "{0} n’a pas de données dans la feuille {1}. Remettez un classeur avec des lignes.",
  "{0} is a damaged XLSX file. Open it in a spreadsheet program and save it again.":
    "{0} est un fichier XLSX abîmé. Ouvrez-le dans un tableur et enregistrez-le de nouveau.",

  // What is no table
  "{0} is {1}, not a table. {2}.": "{0} est {1}, pas une table. {2}.",
  "{0} is a binary file, not a table. Hand in CSV, XLSX, JSON or Parquet.":
    "{0} est un fichier binaire, pas une table. Remettez du CSV, XLSX, JSON ou Parquet.",
  "{0} is a web page or XML, not a table. Export the table as CSV, XLSX or JSON.":
    "{0} est une page web ou du XML, pas une table. Exportez la table en CSV, XLSX ou JSON.",
  "a PDF document": "un document PDF",
  "Export the table from the program it comes from as CSV or XLSX":
    "Exportez la table en CSV ou XLSX depuis le programme d’où elle vient",
  "a PNG picture": "une image PNG",
  "Hand in the table itself as CSV or XLSX": "Remettez la table elle-même en CSV ou XLSX",
  "a JPEG picture": "une image JPEG",
  "a GIF picture": "une image GIF",
  "an old Excel or Office file": "un ancien fichier Excel ou Office",
  "Open it and save it as XLSX or CSV": "Ouvrez-le et enregistrez-le en XLSX ou CSV",
  "a SQLite database": "une base de données SQLite",
  "Export its tables as CSV": "Exportez ses tables en CSV",
  "a 7-Zip archive": "une archive 7-Zip",
  "Unpack it and hand in the files": "Décompressez-la et remettez les fichiers",
  "a RAR archive": "une archive RAR",
  "a bzip2 archive": "une archive bzip2",
  "Unpack it and hand in the file": "Décompressez-la et remettez le fichier",
  "an xz archive": "une archive xz",
  "a Zstandard archive": "une archive Zstandard",
  "an Arrow file": "un fichier Arrow",
  "Save it as Parquet or CSV": "Enregistrez-le en Parquet ou CSV",
  "an Avro file": "un fichier Avro",
  "an ORC file": "un fichier ORC",
  "a formatted text (RTF)": "un texte mis en forme (RTF)",
  "Save it as CSV": "Enregistrez-le en CSV",
  "a text in UTF-32": "un texte en UTF-32",
  "Save it as UTF-8": "Enregistrez-le en UTF-8",
};
