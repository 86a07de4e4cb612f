import type { Catalog } from "@weft/model/texts/phrase";

/** French of what the contract's shapes say. */
export const apiFrench: Catalog = {
  "The server answered {0} {1} without saying why.": "Le serveur a répondu {0} {1} sans dire pourquoi.",
  "is not JSON: {0}": "n’est pas du JSON : {0}",
  "is not an id of this kind: it begins with {0} and has 17 characters":
    "n’est pas un identifiant de cette sorte : il commence par {0} et a 17 caractères",
  "has nothing to write: give create, update or delete": "n’a rien à écrire : donnez create, update ou delete",
  "has {0} rows; one call writes at most {1}: send the rest in another":
    "a {0} lignes ; un appel en écrit au plus {1} : envoyez le reste dans un autre",
  "has {0} cells; one call writes at most {1}: send the rest in another":
    "a {0} cellules ; un appel en écrit au plus {1} : envoyez le reste dans un autre",
  "is neither the id of a base nor of a table": "n’est l’identifiant ni d’une base ni d’une table",
  "is not the id of a workspace, a base or a table":
    "n’est pas l’identifiant d’un espace de travail, d’une base ou d’une table",
  "needs either an issuer or an entraTenant": "demande soit un issuer, soit un entraTenant",
  "may not be empty": "ne peut pas être vide",
  "is everybody's own already: choose another name": "appartient déjà à tout le monde : choisissez un autre nom",
  "has more than {0} attributes": "a plus de {0} attributs",
};
