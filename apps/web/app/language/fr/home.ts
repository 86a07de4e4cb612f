export const home = {
  recentImports: "Imports récents",
  allImports: "Tous les imports",
  emptyTitle: "Apportez vos premières données",
  emptyText:
    "Déposez un fichier n’importe où sur cette page. Il devient une table que votre équipe parcourt, modifie et interroge.",
  chooseFile: "Choisir un fichier",
  formats: "CSV, TSV, XLSX, JSON, NDJSON ou Parquet, de toute taille",
  otherWays: "Coller des lignes, ou importer depuis une adresse",
  scratch: "Partir de zéro",
  scratchText: "Une base vide, avec des tables que vous concevez.",
  sample: "Charger une base d’exemple",
  sampleText: "Environ 5 000 lignes inventées, de plusieurs types, pour explorer.",
  emptyBase: "Pas encore de table",
  changedAgo: "Modifiée {when}",
  noImports: "Aucun import",
};
