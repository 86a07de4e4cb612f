import type { Catalog } from "@weft/model/texts/phrase";

/** French of doors, sign-in, tokens, workspaces and limits. */
export const doorsFrench: Catalog = {
  "This cursor is not one this list gave out: begin again without it.":
    "Ce curseur ne vient pas de cette liste : recommencez sans lui.",
  "There is nothing at {0} {1}.": "Il n’y a rien à {0} {1}.",
  "The body is larger than this call takes.": "Le corps de la requête est plus grand que ce que cet appel accepte.",
  "The request cannot be read.": "La requête est illisible.",
  "The database does not answer just now; try again in a moment.":
    "La base de données ne répond pas pour l’instant ; réessayez dans un moment.",
  "Finding these rows took longer than is allowed here. Filter by fewer or more telling conditions, search for more letters, or sort by another field; whoever runs this instance can allow more time.":
    "Trouver ces lignes a pris plus de temps qu’il n’est permis ici. Filtrez par moins de conditions ou de plus précises, cherchez plus de lettres, ou triez par un autre champ ; qui gère cette instance peut accorder plus de temps.",
  "The disk is full: free some space and try again; nothing was lost.":
    "Le disque est plein : libérez de la place et réessayez ; rien n’est perdu.",
  "There is no room left where files are stored: free some space and hand the file in again; nothing else was lost.":
    "Il n’y a plus de place là où les fichiers sont conservés : libérez-en et remettez le fichier ; rien d’autre n’est perdu.",
  "Something went wrong here. It has been logged; try again, or tell the people who run this instance.":
    "Un problème est survenu de notre côté. Il a été noté ; réessayez, ou prévenez les personnes qui gèrent cette instance.",
  "Sign in, or send a token as `Authorization: Bearer …`.":
    "Connectez-vous, ou envoyez un jeton sous la forme `Authorization: Bearer …`.",
  "A token cannot do this: sign in as a person.": "Un jeton ne peut pas faire cela : connectez-vous vous-même.",
  "This token may {0}; this call needs {1}.": "Ce jeton a les droits {0} ; cet appel demande {1}.",
  "This token may {0}; this needs {1}.": "Ce jeton a les droits {0} ; ceci demande {1}.",
  "This token may {0}; making a workspace needs manage.":
    "Ce jeton a les droits {0} ; créer un espace de travail demande manage.",
  "One part of the request must be mended.": "Une partie de la requête est à corriger.",
  "{0} parts of the request must be mended.": "{0} parties de la requête sont à corriger.",

  // Sockets
  "One connection watches at most {0} tables: unwatch some first.":
    "Une connexion suit {0} tables au plus : cessez d’abord d’en suivre.",
  "This address speaks WebSocket only.": "Cette adresse ne parle que WebSocket.",
  "Sign in, or connect with ?token=….": "Connectez-vous, ou ouvrez la connexion avec ?token=….",
  "A message must be JSON.": "Un message doit être en JSON.",
  "This message has faults: {0}": "Ce message a des défauts : {0}",

  // Requests done once, calls counted
  "This Idempotency-Key was used for another request within 24 hours: use a new key for each request.":
    "Cette Idempotency-Key a servi à une autre requête dans les dernières 24 heures : prenez une nouvelle clé pour chaque requête.",
  "The first request with this Idempotency-Key has not ended. Ask again in a moment; if that stays so, it was broken off: look whether its work is there before you use another key.":
    "La première requête avec cette Idempotency-Key n’est pas terminée. Redemandez dans un moment ; si rien ne change, elle a été interrompue : vérifiez si son travail est là avant de prendre une autre clé.",
  "The Idempotency-Key must be 1 to 255 letters, digits or signs without spaces.":
    "L’Idempotency-Key doit avoir de 1 à 255 lettres, chiffres ou signes, sans espace.",
  "must be 1 to 255 visible ASCII characters": "doit avoir de 1 à 255 caractères ASCII visibles",
  "More than {0} calls in a minute: wait {1} s and go on.":
    "Plus de {0} appels en une minute : attendez {1} s avant de continuer.",
  "Only the owner of this instance may see or set its limits.":
    "Seule la personne propriétaire de cette instance peut voir ou fixer ses limites.",

  // People
  "This instance takes no new accounts by sign-up. Ask the people who run it.":
    "Les inscriptions sont fermées sur cette instance. Adressez-vous aux personnes qui la gèrent.",
  "This e-mail address has an account already: sign in instead.":
    "Cette adresse e-mail a déjà un compte : connectez-vous.",
  "has an account already": "a déjà un compte",
  "This account is no longer there.": "Ce compte n’existe plus.",
  "This time zone is not known: name one such as Europe/Paris.":
    "Ce fuseau horaire est inconnu : indiquez-en un tel que Europe/Paris.",
  "is not a known time zone": "n’est pas un fuseau horaire connu",
  "This request comes from a page of another site. Programs use a token instead of the session cookie.":
    "Cette requête vient d’une page d’un autre site. Les programmes utilisent un jeton au lieu du cookie de session.",
  "E-mail or password is wrong.": "E-mail ou mot de passe incorrect.",
  "The current password is wrong.": "Le mot de passe actuel est incorrect.",
  "a minute": "une minute",
  "{0} minutes": "{0} minutes",
  "Too many tries. Wait {0} and try again.": "Trop d’essais. Attendez {0} avant de réessayer.",
  "This account is disabled. Ask the people who run this instance.":
    "Ce compte est désactivé. Adressez-vous aux personnes qui gèrent cette instance.",
  "This password is too easy to guess.": "Ce mot de passe est trop facile à deviner.",
  "needs at least {0} characters": "doit avoir au moins {0} caractères",
  "is among the first that are tried: take some words that do not belong together":
    "est parmi les premiers qu’on essaie : prenez quelques mots sans rapport entre eux",
  "is made of your name or e-mail: take some words that have nothing to do with you":
    "est fait de votre nom ou de votre e-mail : prenez quelques mots sans rapport avec vous",
  "This account has no password yet: ask for a link to set one on the sign-in page.":
    "Ce compte n’a pas encore de mot de passe : demandez un lien pour en choisir un sur la page de connexion.",
  "Enter the code that your authenticator app shows, or one of your recovery codes.":
    "Entrez le code affiché par votre application d’authentification, ou l’un de vos codes de secours.",
  "This code is wrong or was used already. Wait for the next one.":
    "Ce code est faux ou a déjà servi. Attendez le suivant.",
  "is wrong or was used already": "est faux ou a déjà servi",
  "The second factor is on already: turn it off before you set up another.":
    "Le second facteur est déjà actif : désactivez-le avant d’en installer un autre.",
  "There is no second factor to confirm: set it up first.":
    "Il n’y a pas de second facteur à confirmer : installez-le d’abord.",
  "The second factor is off: there is nothing to recover.":
    "Le second facteur n’est pas actif : il n’y a rien à secourir.",
  "This session has ended already, or it is not yours.": "Cette session est déjà terminée, ou n’est pas la vôtre.",
  "This link was used or its time is over: ask for a new one.":
    "Ce lien a déjà servi ou n’est plus valable : demandez-en un nouveau.",
  "The owner of the instance cannot be shut out of it.": "On ne peut pas exclure le propriétaire de l’instance.",
  "Only the owner of this instance may decide who comes in.":
    "Seul le propriétaire de cette instance peut décider de qui entre.",
  "The token would have expired before its first use.": "Le jeton aurait expiré avant son premier usage.",
  "lies in the past": "est dans le passé",
  "Only the owner of this instance may read its audit trail.":
    "Seul le propriétaire de cette instance peut lire son journal d’audit.",
  "There is no token {0}, or it is not yours.": "Il n’y a pas de jeton {0}, ou il n’est pas à vous.",

  // Workspaces
  "There is no workspace {0}, or it is not yours to see.":
    "Il n’y a pas d’espace de travail {0}, ou il ne vous est pas accessible.",
  "Your role here is {0}, and {1} needs more. Ask a manager of the workspace.":
    "Votre rôle ici est {0}, et {1} en demande davantage. Adressez-vous à un gestionnaire de l’espace de travail.",
  none: "aucun",
  owner: "propriétaire",
  manager: "gestionnaire",
  builder: "concepteur",
  editor: "rédacteur",
  commenter: "commentateur",
  viewer: "lecteur",
  "Only the owner of this instance may read its outbox.":
    "Seul le propriétaire de cette instance peut lire sa boîte d’envoi.",
};
