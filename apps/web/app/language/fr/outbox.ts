export const outbox = {
  text: "Les e-mails de cette instance, du plus récent au plus ancien.",
  noSmtp: "Aucun serveur d’envoi n’est réglé : les e-mails restent ici. Réglez-en un ci-dessous pour les envoyer.",
  none: "Aucun e-mail",
  noneText: "À la fin d’un import, son e-mail se trouve ici.",
  to: "À {address}",
  choose: "Choisissez un e-mail pour le lire.",
  body: "Texte de l’e-mail",
  states: {
    waiting: "en attente",
    sent: "envoyé",
    held: "retenu",
    failed: "échoué",
  },
};
