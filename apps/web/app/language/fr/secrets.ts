export const secrets = {
  text: "Gardés chiffrés, pour ce qui signe ou se connecte ailleurs. Leur contenu n’est plus jamais montré.",
  add: "Enregistrer un secret",
  edit: "Modifier {name}",
  none: "Pas encore de secret",
  noneText: "Gardez ici ce qui sert à signer les envois du journal d’audit à un webhook.",
  teamText:
    "Gardés chiffrés pour cet espace de travail, et pour aucun autre. Leur contenu n’est plus jamais montré, même à ses responsables.",
  teamNoneText:
    "Gardez ici, sous un nom, ce qu’il faut aux programmes et aux webhooks de cet espace pour signer ou se connecter ailleurs. Dans cette version, rien ne s’en sert encore.",
  value: "Secret",
  valueHint: "Il ne sera plus jamais montré",
  valueStays: "Laissez vide pour le garder tel quel",
  valueNeeded: "Saisissez le secret",
  expires: "Prend fin le",
  expiresHint: "Vous serez prévenu deux semaines avant ; il sert jusqu’à ce que vous le changiez",
  endsOn: "prend fin le {date}",
  ended: "a pris fin le {date}",
  noEnd: "sans fin",
  changedWhen: "modifié {when}",
  usedWhen: "dernière utilisation {when}",
  unused: "pas encore utilisé",
  unreadable: "Sa clé n’est pas là",
  saved: "{name} est enregistré",
  change: "Modifier",
  delete: "Supprimer",
  deleteTitle: "Supprimer {name} ?",
  deleteText: "Son contenu est perdu pour de bon.",
  deleted: "{name} est supprimé",
  keys: "Chiffrement",
  ownKey:
    "Tous les secrets, y compris ceux des fournisseurs de connexion et des seconds facteurs, sont chiffrés avec WEFT_SECRETS_KEY.",
  sharedKey:
    "Tous les secrets, y compris ceux des fournisseurs de connexion et des seconds facteurs, sont chiffrés avec WEFT_SECRET. Réglez WEFT_SECRETS_KEY pour leur donner une clé à eux.",
  allPresent: "{count} valeur, avec la clé actuelle | Les {count} valeurs, avec la clé actuelle",
  someEarlier:
    "{count} valeur est chiffrée avec une clé précédente. | {count} valeurs sont chiffrées avec une clé précédente.",
  someMissing:
    "{count} valeur est illisible : nommez sa clé dans WEFT_SECRETS_KEYS_BEFORE, ou saisissez-la à nouveau. | {count} valeurs sont illisibles : nommez leur clé dans WEFT_SECRETS_KEYS_BEFORE, ou saisissez-les à nouveau.",
  rotate: "Chiffrer à nouveau",
  rotated: "{count} valeur est chiffrée à nouveau | {count} valeurs sont chiffrées à nouveau",
};
