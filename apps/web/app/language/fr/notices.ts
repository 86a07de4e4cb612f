export const notices = {
  bell: "Avis : aucun nouveau | Avis : {count} nouveau | Avis : {count} nouveaux",
  notices: "Avis",
  readAll: "Tout marquer comme lu",
  none: "Rien pour l’instant. La fin d’un import ou d’un export s’annonce ici.",
  importDone:
    "{name} : aucune ligne chargée dans {table} | {name} : {count} ligne chargée dans {table} | {name} : {count} lignes chargées dans {table}",
  importDoneRejects: "{name} : {count} lignes chargées dans {table}, {rejected} rejetées",
  importFailed: "{name} n’a pas pu être importé",
  exportDone: "{name} est prêt à télécharger",
  exportFailed: "{name} n’a pas pu être exporté",
};
