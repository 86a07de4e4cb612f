import type { Catalog } from "@weft/model/texts/phrase";

/** French of signing in with a provider, and of keeping providers. */
export const signInFrench: Catalog = {
  // Asking a provider
  "there is no host {0}": "il n’y a pas d’hôte {0}",
  "{0} answers too much": "{0} répond trop longuement",
  "{0} takes too long to answer": "{0} met trop de temps à répondre",
  "nothing answers at {0}": "rien ne répond à {0}",
  "there is no description of an OpenID provider at {0}": "il n’y a pas de description d’un fournisseur OpenID à {0}",
  "its description is that of another issuer, {0}": "sa description est celle d’un autre émetteur, {0}",
  "{0} does not begin with https://": "{0} ne commence pas par https://",
  "Signing in with {0} does not work: {1}. Try again, or tell the people who run this instance.":
    "La connexion avec {0} ne fonctionne pas : {1}. Réessayez, ou prévenez les personnes qui gèrent cette instance.",
  "it refused with {0}": "il a refusé avec {0}",
  "it answered {0} without a token": "il a répondu {0} sans jeton",
  "it shows no keys at {0}": "il ne montre pas de clés à {0}",
  "What {0} answered is not a valid sign-in: {1}. Try again, or tell the people who run this instance.":
    "La réponse de {0} n’est pas une connexion valable : {1}. Réessayez, ou prévenez les personnes qui gèrent cette instance.",
  "it has expired": "elle a expiré",
  "its {0} is not the expected one": "son {0} n’est pas celui attendu",
  "it is not signed in a way that counts": "elle n’est pas signée d’une manière qui compte",
  "its signature does not fit": "sa signature ne convient pas",
  "it does not say who signed in": "il ne dit pas qui s’est connecté",
  "it describes somebody else than who signed in": "il décrit une autre personne que celle qui s’est connectée",
  "it does not say in which groups you are, and there is nothing else to ask":
    "il ne dit pas dans quels groupes vous êtes, et il n’y a rien d’autre à interroger",
  "Microsoft Graph answered {0} when asked for your groups":
    "Microsoft Graph a répondu {0} quand vos groupes lui ont été demandés",

  // Signing in
  "must be a path of this site, such as /tables": "doit être un chemin de ce site, tel que /tables",
  "Whoever began to connect this account is not signed in any more.":
    "La personne qui a commencé à relier ce compte n’est plus connectée.",
  "This sign-in was not begun in this browser, is over already, or took longer than ten minutes. Begin again.":
    "Cette connexion n’a pas été commencée dans ce navigateur, est déjà terminée, ou a pris plus de dix minutes. Recommencez.",
  "The answer does not come from {0}. Begin again.": "La réponse ne vient pas de {0}. Recommencez.",
  "{0} did not sign you in ({1}).": "{0} ne vous a pas connecté ({1}).",
  "Too many sign-ins were begun from your address. Wait a while and try again.":
    "Trop de connexions ont été commencées depuis votre adresse. Attendez un peu et réessayez.",
  "This sign-in of {0} belongs to another account here.":
    "Cette identité de {0} appartient à un autre compte sur ce site.",
  "The address {0} has an account here that is not connected to {1}. Sign in to it as before and connect {2} there.":
    "L’adresse {0} a ici un compte qui n’est pas relié à {1}. Connectez-vous-y comme avant et reliez-y {2}.",
  "You have no account here, and {0} makes none. Ask the people who run this instance.":
    "Vous n’avez pas de compte ici, et {0} n’en crée pas. Adressez-vous aux personnes qui gèrent cette instance.",
  "This instance waits for its owner, whose account comes first.":
    "Cette instance attend son propriétaire, dont le compte vient en premier.",
  "{0} does not tell your e-mail address, which an account needs.":
    "{0} ne communique pas votre adresse e-mail, qu’un compte demande.",

  // Keeping providers
  "There is no sign-in provider {0}.": "Il n’y a pas de fournisseur de connexion {0}.",
  "The secret of {0} was encrypted with a key that is no longer here. The people who run this instance can name it in WEFT_SECRETS_KEYS_BEFORE, or enter the secret anew.":
    "Le secret de {0} a été chiffré avec une clé qui n’est plus là. Les personnes qui gèrent cette instance peuvent la nommer dans WEFT_SECRETS_KEYS_BEFORE, ou saisir le secret à nouveau.",
  "must be given anew with another issuer, as it would be sent there":
    "doit être redonné avec un autre émetteur, puisqu’il lui serait envoyé",
  "Only the owner of this instance may see and change how people sign in.":
    "Seul le propriétaire de cette instance peut voir et changer la façon de se connecter.",
  "This provider is set by WEFT_OIDC_… variables: change it there and start Weft again.":
    "Ce fournisseur est défini par les variables WEFT_OIDC_… : changez-les et redémarrez Weft.",
  "must hold openid": "doit contenir openid",
  "is no workspace of this instance": "n’est pas un espace de travail de cette instance",
  "is that of another provider here": "est déjà celui d’un autre fournisseur ici",
  "{0} describes itself as it should.": "{0} se décrit comme il faut.",
  "The keys that it signs with can be read: {0}.": "Les clés avec lesquelles il signe sont lisibles : {0}.",
  "It knows the client {0} and its secret.": "Il connaît le client {0} et son secret.",
  "It does not know the client {0}, or its secret is another.":
    "Il ne connaît pas le client {0}, ou son secret est un autre.",
};
