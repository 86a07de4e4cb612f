import type { Config } from "../../config.ts";

/** French of what each setting is for; a setting without it does not compile. */
export const settingsFrench: Record<keyof Config, string> = {
  dataFolder: "Dossier de la base de données intégrée et des fichiers.",
  host: "Adresse d’écoute ; 0.0.0.0 laisse entrer d’autres machines.",
  port: "Port de la seule adresse que l’on ouvre.",
  publicUrl:
    "L’adresse utilisée par les personnes, telle qu’elle figure dans les e-mails ; absente = http://localhost:PORT.",
  trustedProxies:
    "Adresses ou réseaux (10.0.0.0/8) des mandataires placés devant, séparés par des virgules : leur X-Forwarded-For nomme l’appelant.",
  webUrl: "Où répond le programme web ; défini par le script de démarrage.",
  webFolder: "Application web construite, dont l’API sert elle-même les fichiers statiques.",
  databaseUrl: "Votre propre PostgreSQL (15 ou plus récent) ; absent = la base intégrée.",
  databaseConnections: "Connexions au plus de chaque réserve d’un processus.",
  readSeconds:
    "Durée la plus longue, dans la base de données, d’un regard sur une table (liste, filtre, tri, recherche, compte) ; 0 = sans limite.",
  fetchMinutes: "Durée la plus longue pour aller chercher le fichier d’un import à une adresse.",
  redisUrl:
    "Un Redis ou Valkey qui compte les appels pour tous les processus, redis://USER:PASSWORD@HOST:PORT/NUMBER, un numéro par instance ; absent = la base de données compte.",
  objectsUrl:
    "Où sont les fichiers : s3://KEY:SECRET@HOST:PORT/BUCKET?region=R&tls=0 ; absent = un dossier sous WEFT_DATA.",
  smtpUrl:
    "Serveur de messagerie, smtp://USER:PASSWORD@HOST:PORT ; absent = les e-mails restent dans la boîte d’envoi.",
  mailFrom: "Expéditeur des e-mails.",
  secret: "Signe les sessions ; au moins 32 caractères ; absent = créé une fois et gardé dans WEFT_DATA.",
  secretsKey:
    "Chiffre les secrets que Weft garde (secrets nommés, ceux des fournisseurs de connexion, des seconds facteurs et d’un serveur de messagerie défini à l’écran) ; au moins 32 caractères ; absente = WEFT_SECRET.",
  secretsKeysBefore:
    "Clés précédentes, séparées par des virgules : ce qu’elles ont chiffré reste lisible, et est chiffré à nouveau quand on l’enregistre.",
  oidcIssuer:
    "Un fournisseur OpenID pour se connecter, avec WEFT_OIDC_CLIENT_ID ; son hôte peut être dans votre réseau.",
  oidcName: "Ce que dit son bouton.",
  oidcClientId: "Comment le fournisseur appelle ce Weft.",
  oidcClientSecret: "Absent = un client sans secret.",
  oidcScopes: "Ce qui est demandé, séparé par des espaces.",
  oidcGroupsClaim: "Revendication qui nomme les groupes d’une personne.",
  oidcGroupRoles:
    "Ce que donnent les groupes, séparé par des virgules : GROUPE=ESPACE:RÔLE, comme lab=wsp0123456789abcd:editor.",
  oidcGraphUrl:
    "Microsoft Graph, interrogé pour qui a trop de groupes pour un jeton ; absent = le Graph public pour Entra ID.",
  providerSecondFactor:
    "Si une connexion avec un fournisseur demande aussi le second facteur du compte d’ici : yes ou no. Si le fournisseur en demande un lui-même, no suffit.",
  oidcSignUp: "Si la première connexion avec lui crée un compte, quoi que dise WEFT_SIGN_UP.",
  ownerEmail: "Avec WEFT_OWNER_PASSWORD : le compte propriétaire, créé au premier démarrage.",
  ownerPassword: "Voir WEFT_OWNER_EMAIL ; aussi difficile à deviner que tout nouveau mot de passe doit l’être.",
  passwordLengthMin: "Nombre de caractères qu’il faut au moins à un nouveau mot de passe, de 8 à 64.",
  signUp:
    "Qui peut créer un compte après la personne propriétaire : open (tout le monde), invitation, domains (WEFT_SIGN_UP_DOMAINS), approval (approuvé par la personne propriétaire), closed (personne).",
  signUpDomains:
    "Avec WEFT_SIGN_UP=domains : ce qui peut suivre @, séparé par des virgules ; un e-mail prouve l’adresse.",
  uploadBytesMax: "Le plus grand fichier que l’on peut remettre.",
  uploadDays:
    "Jours pendant lesquels un envoi qu’aucun import n’utilise, achevé ou non, est gardé après ses derniers octets ; au moins 1.",
  unpackedBytesMax: "Octets au plus qu’un fichier compressé (XLSX) peut donner.",
  callsPerMinute:
    "Appels qu’une personne, un jeton ou une adresse non connectée peut faire chaque minute, sauf autres limites définies par la personne propriétaire ; 0 = sans limite.",
  exportHours: "Heures pendant lesquelles le fichier d’un export est gardé.",
  trashDays:
    "Jours pendant lesquels ce qui est supprimé reste dans la corbeille, et les imports gardent ce qu’ils ont remplacé.",
  changeLogMonths: "Mois sur lesquels remonte le journal des modifications.",
  privateUrls:
    "Hôtes de votre réseau que les imports par adresse, les fournisseurs de connexion et le journal d’audit peuvent atteindre, séparés par des virgules.",
  auditSyslogUrl:
    "Envoie aussi le journal d’audit à un récepteur syslog : tls://HOST:PORT, tcp:// ou udp:// ; son hôte peut être dans votre réseau.",
  auditWebhookUrl: "Envoie aussi le journal d’audit à un webhook ; son hôte peut être dans votre réseau.",
  auditWebhookSecret: "Avec WEFT_AUDIT_WEBHOOK_URL : de quoi signer ses envois ; absent = ils ne sont pas signés.",
  logLevel: "Niveau le plus bas qui est journalisé.",
  workerConcurrency: "Tâches qu’un processus de travail fait en même temps.",
};
