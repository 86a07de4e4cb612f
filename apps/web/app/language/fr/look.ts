import type { Messages, Phrases } from "../messages.ts";

export const look: Phrases<Messages["look"]> = {
  rows: "Lignes",
  height: "Hauteur des lignes",
  heights: { short: "Basse", medium: "Moyenne", tall: "Haute", extra: "Très haute" },
  color: "Colorer les lignes",
  colorText: "La première règle qui convient à une ligne lui donne sa couleur.",
  addRule: "Ajouter une règle",
  removeRule: "Enlever la règle",
  ruleOf: "Règle {place}",
  ruleColor: "Couleur de la règle",
  ruleUp: "Essayer cette règle plus tôt",
  wholeRow: "Teinter toute la ligne",
  freezeTo: "Figer jusqu’ici",
  freezeNone: "Ne figer aucune colonne",
  fit: "Ajuster la largeur au contenu",
  fitAll: "Ajuster toutes les colonnes",
  keepOrder: "Garder cet ordre pour tous",
  resetOrder: "Revenir à l’ordre de la table",
  orderKept: "Tout le monde voit maintenant les champs dans cet ordre",
  duplicateField: "Dupliquer le champ",
  moveField: "Déplacer {field}",
};
