import type { Catalog } from "@weft/model/texts/phrase";

/** French of notices and their mails, announcements, and data that is taken along or erased. */
export const noticesFrench: Catalog = {
  // Imports and exports that end
  "{0}: {1} rows loaded into {2}": "{0} : {1} lignes chargées dans {2}",
  "{0}: 1 row loaded into {1}": "{0} : 1 ligne chargée dans {1}",
  "{0}: no rows loaded into {1}": "{0} : aucune ligne chargée dans {1}",
  "{0}: {1} rows loaded into {2}, {3} rejected": "{0} : {1} lignes chargées dans {2}, {3} rejetées",
  "{0} could not be loaded": "{0} n’a pas pu être chargé",
  "{0} Nothing was changed.": "{0} Rien n’a été modifié.",
  "Some rows could not be loaded: the report names each with its reason.":
    "Certaines lignes n’ont pas pu être chargées : le rapport donne la raison pour chacune.",
  "The job {0} was given up": "La tâche {0} a été abandonnée",
  "It failed and is not tried again by itself. Look what it says, and have it tried again when that is mended.":
    "Elle a échoué et n’est pas réessayée d’elle-même. Regardez ce qu’elle dit, et faites-la réessayer une fois la cause réparée.",
  "Open the jobs": "Ouvrir les tâches",
  Loaded: "Chargées",
  Rejected: "Rejetées",
  Seconds: "Secondes",
  Rows: "Lignes",
  "Open the report": "Ouvrir le rapport",
  "Open the import": "Ouvrir l’import",
  "{0} is ready to download": "{0} est prêt à télécharger",
  "{0} could not be exported": "{0} n’a pas pu être exporté",
  "Download the file": "Télécharger le fichier",
  "Open the table": "Ouvrir la table",

  // Invitations
  "{0} invites you to {1}": "{0} vous invite dans {1}",
  "The mail that was sent to you has the link.": "Le lien se trouve dans l’e-mail qui vous a été envoyé.",

  // Mails
  "Open in Weft": "Ouvrir dans Weft",
  "Open Weft": "Ouvrir Weft",
  "See all {0}": "Voir les {0}",
  "You have chosen to be mailed about this: {0}.": "Vous avez choisi de recevoir cet e-mail : {0}.",
  "You have chosen to be told of this once a day.": "Vous avez choisi d’être prévenu de cela une fois par jour.",
  "{0} notices in Weft": "{0} avis dans Weft",
  "What has happened": "Ce qui s’est passé",
  "This link does not fit: choose which mails you get in your settings.":
    "Ce lien ne convient pas : choisissez dans vos réglages les e-mails à recevoir.",
  "This kind of notice is not mailed like that.": "Cette sorte d’avis ne s’envoie pas ainsi.",
  "must be one of {0}": "doit être l’un de {0}",

  // Announcements
  "needs a text in at least one language": "demande un texte dans au moins une langue",
  "Only the owner of this instance may announce something.":
    "Seule la personne propriétaire de cette instance peut annoncer quelque chose.",
  "There is no announcement {0}.": "Il n’y a pas d’annonce {0}.",
  "This announcement would end before it begins.": "Cette annonce finirait avant de commencer.",
  "must lie after its beginning": "doit venir après son début",

  // Data taken along
  "There is no file of your data: ask for one, and it is made.":
    "Il n’y a pas de fichier de vos données : demandez-en un, et il sera fait.",
  "The file with your data is ready to download": "Le fichier de vos données est prêt à télécharger",
  "The file with your data could not be written": "Le fichier de vos données n’a pas pu être écrit",

  // People who are erased
  "Others would be left without an owner in {0}: make somebody else owner there first.":
    "D’autres resteraient sans propriétaire dans {0} : nommez-y d’abord quelqu’un d’autre.",
  "This is not the address of the account that would be erased.": "Ce n’est pas l’adresse du compte qui serait effacé.",
  "is not the address of this account": "n’est pas l’adresse de ce compte",
  "Sign out and in again first: an account without a password is erased within ten minutes of signing in.":
    "Déconnectez-vous et reconnectez-vous d’abord : un compte sans mot de passe s’efface dans les dix minutes qui suivent la connexion.",
  "Only the owner of this instance may erase people.":
    "Seule la personne propriétaire de cette instance peut effacer des personnes.",
};
