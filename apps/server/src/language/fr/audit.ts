import type { Catalog } from "@weft/model/texts/phrase";

/** French of where the audit trail is sent, and of secrets. */
export const auditFrench: Catalog = {
  "Only the owner of this instance may see and say where its audit trail goes.":
    "Seule la personne propriétaire de cette instance peut voir et choisir où va son journal d’audit.",
  "give either this or a webhook": "donnez soit ceci, soit un webhook",
  "is no secret of this instance": "n’est pas un secret de cette instance",
  "There is no place {0} that the audit trail is sent to.": "Le journal d’audit n’est envoyé à aucune destination {0}.",
  "This is set by WEFT_AUDIT_… variables: change it there and start Weft again.":
    "Ceci est défini par les variables WEFT_AUDIT_… : changez-les et redémarrez Weft.",
  "A test message was sent to {0}.": "Un message d’essai a été envoyé à {0}.",
  "{0} cannot be sent to: {1}.": "L’envoi à {0} ne fonctionne pas : {1}.",
  "{0} answered {1} instead of 200": "{0} a répondu {1} au lieu de 200",
  "the secret it is signed with cannot be read: enter it anew":
    "le secret qui sert à signer est illisible : saisissez-le à nouveau",
  "The secret {0} ends on {1}": "Le secret {0} prend fin le {1}",
  "Enter a new one before what uses it is refused.": "Saisissez-en un nouveau avant que ce qui l’utilise soit refusé.",
  "The audit trail could not be sent to {0} for a day":
    "Depuis un jour, le journal d’audit n’a pas pu être envoyé à {0}",
  "What it lacks is kept. Look what is wrong there, and say that it is to be tried again.":
    "Ce qui manque est gardé. Regardez ce qui ne va pas là-bas, puis demandez un nouvel essai.",
  "Nothing fails: calls are counted in the database instead.":
    "Rien ne cesse : les appels sont comptés dans la base de données.",
  Redis: "Redis",
  "None is set: the database counts calls.": "Aucun n’est réglé : la base de données compte les appels.",
  "It does not answer ({0}): the database counts calls meanwhile.":
    "Il ne répond pas ({0}) : la base de données compte les appels en attendant.",
  "Audit trail elsewhere": "Journal d’audit ailleurs",
  "The audit trail is kept here only: nobody outside can show that it was rewritten.":
    "Le journal d’audit n’est gardé qu’ici : personne au dehors ne peut montrer qu’il a été réécrit.",
  Secrets: "Secrets",
  "Sign-in providers, second factors and signed batches that need them do not work.":
    "Les fournisseurs de connexion, seconds facteurs et envois signés qui en ont besoin ne fonctionnent pas.",
  "{0} cannot be read: name the key that encrypted them in WEFT_SECRETS_KEYS_BEFORE, or enter them anew.":
    "{0} sont illisibles : nommez dans WEFT_SECRETS_KEYS_BEFORE la clé qui les a chiffrés, ou saisissez-les à nouveau.",
  "{0} are encrypted with an earlier key: encrypt them anew under Secrets.":
    "{0} sont chiffrés avec une clé précédente : chiffrez-les à nouveau sous Secrets.",
  "{0} are kept, and can be read.": "{0} sont gardés, et lisibles.",
  "It is sent nowhere.": "Il n’est envoyé nulle part.",
  "Sending to {0} was given up after a day.": "L’envoi à {0} a été abandonné après un jour.",
  "Sending to {0} fails, and is tried again.": "L’envoi à {0} échoue, et est réessayé.",
  "Sent to {0} places; {1} entries are on their way.": "Envoyé à {0} destinations ; {1} entrées sont en route.",
  "the connection was broken off": "la connexion a été interrompue",
  "Only the owner of this instance may keep its secrets.":
    "Seule la personne propriétaire de cette instance peut garder ses secrets.",
  "There is no secret {0} here.": "Il n’y a pas de secret {0} ici.",
  "There is a secret called {0} already: choose another name.":
    "Un secret s’appelle déjà {0} : choisissez un autre nom.",
  "The audit trail is signed with {0} when it is sent to {1}: name another secret there first.":
    "Le journal d’audit est signé avec {0} quand il est envoyé à {1} : indiquez-y d’abord un autre secret.",
};
