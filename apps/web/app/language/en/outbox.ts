export const outbox = {
  text: "Mails of this instance, newest first.",
  noSmtp: "No mail server is set, so mails stay here. Set one below to send them.",
  none: "No mails yet",
  noneText: "When an import ends, its mail lies here.",
  to: "To {address}",
  choose: "Choose a mail to read it.",
  body: "Text of the mail",
  states: {
    waiting: "waiting",
    sent: "sent",
    held: "held",
    failed: "failed",
  },
};
