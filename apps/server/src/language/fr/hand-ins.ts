import type { Catalog } from "@weft/model/texts/phrase";

/** French of hand-ins. */
export const handInsFrench: Catalog = {
  "There is no request for hand-ins {0}, or it is not yours to see.":
    "Il n’y a pas de demande de remise {0}, ou elle ne vous est pas accessible.",
  "There is no hand-in {0}, or it is not yours to see.":
    "Il n’y a pas de remise {0}, ou elle ne vous est pas accessible.",
  "There is no round {0}, or it is not yours to see.":
    "Il n’y a pas d’échéance {0}, ou elle ne vous est pas accessible.",
  "“{0}” is closed: nothing is handed in for it any more.": "« {0} » est close : plus rien n’est à remettre.",
  "“{0}” is asked for once: there is no next round.":
    "« {0} » n’est demandée qu’une fois : il n’y a pas d’autre échéance.",
  "There is no table {0} in this workspace.": "Il n’y a pas de table {0} dans cet espace de travail.",
  "is over already: the due day is today ({0}) or later":
    "est déjà passée : l’échéance est aujourd’hui ({0}) ou plus tard",
  "is missing: say when the next round is due": "manque : indiquez la prochaine échéance",
  "What is asked for has faults.": "La demande a des défauts.",
  "{0} is nobody of this workspace: invite them first.":
    "{0} ne fait pas partie de cet espace de travail : invitez d’abord cette personne.",
  "The hand-in “{0}” is {1}: {2}.": "La remise « {0} » est {1} : {2}.",
  owed: "attendue",
  "handed in": "remise",
  "sent back": "renvoyée",
  accepted: "acceptée",
  "nothing more is to be handed in": "il n’y a plus rien à remettre",
  "there is no file of an earlier round: send one": "il n’y a pas de fichier d’une échéance précédente : envoyez-en un",
  "its table is gone, or shut to you": "sa table n’est plus là, ou vous est fermée",
  "another file has just been handed in": "un autre fichier vient d’être remis",
  "it is loaded already": "elle est déjà chargée",
  "there is nothing to accept": "il n’y a rien à accepter",
  "there is nothing to send back": "il n’y a rien à renvoyer",
  "its import failed: send it back, or begin the import again":
    "son import a échoué : renvoyez-la, ou recommencez l’import",
  "its import was taken back: send it back, or begin the import again":
    "son import a été annulé : renvoyez-la, ou recommencez l’import",
  "its file is still being read: wait a moment": "son fichier est encore en cours de lecture : attendez un instant",
  "it is being loaded: wait until it is done": "elle est en cours de chargement : attendez la fin",
  "its rows are in the table: undo the import first, then send it back":
    "ses lignes sont dans la table : annulez d’abord l’import, puis renvoyez-la",
  "it is handed in, and waits to be accepted or sent back": "il a été remis, et attend d’être accepté ou renvoyé",

  // Notices
  "{0} is due today": "{0} : à remettre aujourd’hui",
  "{0} is due on {1}": "{0} : à remettre le {1}",
  "{0} is now due on {1}": "{0} : à remettre désormais le {1}",
  "You are asked for a file.": "Un fichier vous est demandé.",
  "Your file has not been handed in yet.": "Votre fichier n’a pas encore été remis.",
  "Hand it in": "Remettre le fichier",
  "{0} handed in {1}": "{1} : remise de {0}",
  "The file is {0}. Nothing of it is loaded before you accept it.":
    "Le fichier est {0}. Rien n’en est chargé avant que vous l’acceptiez.",
  "Look at it": "L’examiner",
  "{0} was sent back": "{0} : renvoyé",
  "{0} writes: {1}": "{0} écrit : {1}",
  "Hand it in again": "Remettre à nouveau",
  "{0} is accepted": "{0} : accepté",
  "{0} accepted your file.": "{0} a accepté votre fichier.",
  January: "janvier",
  February: "février",
  March: "mars",
  April: "avril",
  May: "mai",
  June: "juin",
  July: "juillet",
  August: "août",
  September: "septembre",
  October: "octobre",
  November: "novembre",
  December: "décembre",
};
