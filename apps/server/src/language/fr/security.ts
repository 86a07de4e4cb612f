import type { Catalog } from "@weft/model/texts/phrase";

/** French of tokens, passkeys and the ways into an account. */
export const securityFrench: Catalog = {
  "This token reaches only some bases or tables, and this asks for what lies around them.":
    "Ce jeton n’atteint que certaines bases ou tables, et ceci demande ce qui les entoure.",
  "This token may not be used from {0}.": "Ce jeton ne peut pas être utilisé depuis {0}.",
  "Say from which addresses the token may be used in another way.":
    "Indiquez autrement depuis quelles adresses le jeton peut être utilisé.",
  "is no address or range, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32":
    "n’est ni une adresse ni une plage, telle que 192.0.2.7, 192.0.2.0/24 ou 2001:db8::/32",
  "A workspace's token reaches only what is in the workspace.":
    "Le jeton d’un espace de travail n’atteint que ce qui s’y trouve.",
  "names something of another workspace": "désigne quelque chose d’un autre espace de travail",
  "There is no token {0} in this workspace.": "Il n’y a pas de jeton {0} dans cet espace de travail.",
  "The token “{0}” ends within a day": "Le jeton « {0} » expire dans la journée",
  "The token “{0}” ends in {1} days": "Le jeton « {0} » expire dans {1} jours",
  "Programs that use it are refused then. Make another and give it to them before.":
    "Les programmes qui l’utilisent seront alors refusés. Créez-en un autre et donnez-le-leur avant.",
  "This passkey was not taken: it is unknown here, or the question it answers is over. Try again.":
    "Cette clé d’accès n’a pas été acceptée : elle est inconnue ici, ou la question à laquelle elle répond n’a plus cours. Réessayez.",
  "This passkey is no longer there, or it is not yours.": "Cette clé d’accès n’existe plus, ou n’est pas la vôtre.",
  "This is the only way into your account that is left: set a password first, or add another.":
    "C’est la seule façon d’entrer dans votre compte qui reste : choisissez d’abord un mot de passe, ou ajoutez-en une autre.",
  "Your account is not connected to this provider any more.": "Votre compte n’est plus relié à ce fournisseur.",
  "Something in this base is shut to you: ask a manager to delete it.":
    "Quelque chose dans cette base vous est fermé : demandez à un responsable de la supprimer.",
};
