import type { Catalog } from "@weft/model/texts/phrase";

/** French of what those who run the instance are told: health, people, jobs, mails. */
export const instanceFrench: Catalog = {
  "Only the owner of this instance may look after it.":
    "Seule la personne propriétaire de cette instance peut s’en occuper.",
  "Nobody would run this instance any more: make somebody else its owner first.":
    "Plus personne ne gérerait cette instance : nommez-en d’abord une autre personne propriétaire.",
  "There is no job {0}: it was done or taken out already.":
    "Il n’y a pas de tâche {0} : elle est déjà faite ou retirée.",
  "A worker has the job {0} in hand: wait until it ends.":
    "Un processus s’occupe de la tâche {0} : attendez qu’elle se termine.",
  "There is no workspace {0}.": "Il n’y a pas d’espace de travail {0}.",
  "There is no mail {0}.": "Il n’y a pas d’e-mail {0}.",
  "This mail was sent already, or is on its way.": "Cet e-mail est déjà envoyé, ou en route.",
  "No mail server is set: set one here, or WEFT_SMTP_URL in the environment.":
    "Aucun serveur de messagerie n’est défini : définissez-en un ici, ou WEFT_SMTP_URL dans l’environnement.",
  "Some settings have faults.": "Certains réglages ont des erreurs.",
  "There is no such setting that can be set while Weft runs.":
    "Aucun réglage de ce nom ne peut être défini pendant que Weft fonctionne.",
  "The environment says it: change it there and start Weft again.":
    "L’environnement le fixe : changez-le là-bas et redémarrez Weft.",
  "What was set here cannot be read any more, and does not hold: set it anew.":
    "Ce qui a été défini ici n’est plus lisible et ne vaut pas : définissez-le à nouveau.",
  "Type the password anew: the one that is kept is for the server and name that were set with it.":
    "Saisissez à nouveau le mot de passe : celui qui est gardé vaut pour le serveur et le nom définis avec lui.",
  "Give the mail server as smtp://NAME:PASSWORD@HOST:PORT, or smtps://… where it speaks TLS at once; options after a ? can be given by the environment only.":
    "Donnez le serveur de messagerie sous la forme smtp://NOM:MOT-DE-PASSE@HÔTE:PORT, ou smtps://… s’il parle TLS d’emblée ; les options après un ? ne peuvent venir que de l’environnement.",
  "Choose one of these: {0}.": "Choisissez l’une de ces valeurs : {0}.",
  "Say yes or no.": "Dites yes ou no.",
  "Name what may stand after the @, parted by commas: example.org, example.net.":
    "Nommez ce qui peut suivre @, séparé par des virgules : example.org, example.net.",
  "Give an address, or a name and an address: Weft <weft@example.org>.":
    "Donnez une adresse, ou un nom et une adresse : Weft <weft@example.org>.",
  "Give a whole number from {0} to {1}.": "Donnez un nombre entier de {0} à {1}.",
  "Give a number from {0} to {1}, and more than 0.": "Donnez un nombre de {0} à {1}, supérieur à 0.",
  "Name at least one domain first: who may sign up is decided by them.":
    "Nommez d’abord au moins un domaine : ils décident qui peut créer un compte.",
  "It does not answer.": "Ne répond pas.",
  "It does not work: {0}": "Ne fonctionne pas : {0}",
  Database: "Base de données",
  "Nothing works without it: every page and every call needs it.":
    "Rien ne fonctionne sans elle : chaque page et chaque appel en a besoin.",
  "It answers, but took {0} ms for a trivial question.":
    "Elle répond, mais il lui a fallu {0} ms pour une question sans importance.",
  "It answers within {0} ms.": "Elle répond en {0} ms.",
  Connections: "Connexions",
  "Requests wait for a free connection: everything is slow.":
    "Les requêtes attendent une connexion libre : tout est lent.",
  "{0} are open here, and nobody waits for one.": "{0} sont ouvertes ici, et personne n’en attend.",
  "{0} requests wait for one of {1}: raise WEFT_DATABASE_CONNECTIONS if it stays so.":
    "{0} requêtes attendent l’une des {1} : augmentez WEFT_DATABASE_CONNECTIONS si cela dure.",
  "Tables of this version": "Tables de cette version",
  "This version of Weft and its database do not fit together: parts of it fail.":
    "Cette version de Weft et sa base de données ne vont pas ensemble : certaines choses échouent.",
  "All {0} migrations are in.": "Les {0} migrations sont toutes faites.",
  "{0} migrations are missing: start Weft again to make them.":
    "Il manque {0} migrations : redémarrez Weft pour les faire.",
  Clock: "Horloge",
  "Codes of authenticator apps, sign-in by providers and expiries go wrong when it is off.":
    "Si elle est décalée, les codes d’authentification, la connexion par fournisseur et les échéances échouent.",
  "This machine and the database agree within {0} ms.":
    "Cette machine et la base de données s’accordent à {0} ms près.",
  "This machine and the database are {0} s apart: set their clocks by the network.":
    "Cette machine et la base de données ont {0} s d’écart : réglez leurs horloges par le réseau.",
  Queue: "File d’attente",
  "Imports, exports and mails wait.": "Les imports, les exports et les e-mails attendent.",
  "A job has waited for {0} min.": "Une tâche attend depuis {0} min.",
  "{0} jobs were given up: look at them under Jobs.": "{0} tâches ont été abandonnées : voyez-les sous Tâches.",
  "Jobs that wait: {0}; that run: {1}.": "Tâches en attente : {0} ; en cours : {1}.",
  Workers: "Processus de travail",
  "No import is read, no export is written and no mail is sent.":
    "Aucun import n’est lu, aucun export n’est écrit et aucun e-mail n’est envoyé.",
  "Nobody does the jobs of {0}: start a process with that role.":
    "Personne ne fait les tâches de {0} : démarrez un processus avec ce rôle.",
  "{0} of {1} are of another version than this one.": "{0} sur {1} sont d’une autre version que celle-ci.",
  "At work: {0}.": "Au travail : {0}.",
  "Mail server": "Serveur de messagerie",
  "Invitations, links to set a password and notices reach nobody by mail.":
    "Invitations, liens pour choisir un mot de passe et avis n’atteignent personne par e-mail.",
  "None is set: mails lie in the outbox. Set one under Mail to send them.":
    "Aucun n’est défini : les e-mails restent dans la boîte d’envoi. Définissez-en un sous Messagerie pour les envoyer.",
  "It answers and takes our name and password.": "Il répond et accepte notre nom et notre mot de passe.",
  Files: "Fichiers",
  "No file can be handed in or fetched: imports and exports fail.":
    "Aucun fichier ne peut être remis ni repris : imports et exports échouent.",
  "They lie in the data folder.": "Ils sont dans le dossier de données.",
  "They lie in the S3 store.": "Ils sont dans le stockage S3.",
  "Room on the disk": "Place sur le disque",
  "When it is full nothing can be written any more, by nobody.":
    "Quand il est plein, plus personne ne peut rien écrire.",
  "Only {0} GiB are free: make room now.": "Il ne reste que {0} Gio : faites de la place maintenant.",
  "{0} GiB are free, {1} % of it: make room.": "{0} Gio sont libres, soit {1} % : faites de la place.",
  "{0} GiB are free, {1} % of it.": "{0} Gio sont libres, soit {1} %.",
  "Web program": "Programme web",
  "Pages do not open; the api and programs that use it go on.":
    "Les pages ne s’ouvrent pas ; l’API et les programmes qui l’utilisent continuent.",
  "This process serves the api alone.": "Ce processus ne sert que l’API.",
  "It answers.": "Il répond.",
  "It answers {0}.": "Il répond {0}.",
  "Guard of outgoing calls": "Garde des appels sortants",
  "Addresses that people type could reach machines inside your network.":
    "Des adresses saisies pourraient atteindre des machines de votre réseau.",
  "Imports by address reach public addresses only.": "Les imports par adresse n’atteignent que des adresses publiques.",
  "Imports by address reach public addresses, and inside your network: {0}.":
    "Les imports par adresse atteignent les adresses publiques et, dans votre réseau : {0}.",
};
