import type { Catalog } from "@weft/model/texts/phrase";

/** French of what the contract's shapes say. */
export const apiFrench: Catalog = {
  "The server answered {0} {1} without saying why.": "Le serveur a répondu {0} {1} sans dire pourquoi.",
  "needs at least 10 characters": "doit avoir au moins 10 caractères",
  "is not JSON: {0}": "n’est pas du JSON : {0}",
  "is not an id of this kind: it begins with {0} and has 17 characters":
    "n’est pas un identifiant de cette sorte : il commence par {0} et a 17 caractères",
  "has nothing to write: give create, update or delete": "n’a rien à écrire : donnez create, update ou delete",
  "has {0} rows; one call writes at most {1}: send the rest in another":
    "a {0} lignes ; un appel en écrit au plus {1} : envoyez le reste dans un autre",
  "has {0} cells; one call writes at most {1}: send the rest in another":
    "a {0} cellules ; un appel en écrit au plus {1} : envoyez le reste dans un autre",
  "may not be empty": "ne peut pas être vide",
};
