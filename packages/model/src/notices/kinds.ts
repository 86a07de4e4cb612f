import type { Language } from "../texts/phrase.ts";

/** How a kind of notice may come by mail; `problems`: at once, but only when something went wrong; `daily`: in the mail of the morning. */
export const mailChoices = ["now", "problems", "daily", "never"] as const;
export type MailChoice = (typeof mailChoices)[number];

/** One kind of notice: what it is called, and what they get who have chosen nothing. */
interface NoticeKindInfo {
  words: Record<Language, string>;
  bell: boolean;
  mail: MailChoice;
  /** What may be chosen for its mails. */
  mails: readonly MailChoice[];
  /** false = nothing sends it yet: nobody is asked about it. */
  isSent: boolean;
}

const plainMails = ["now", "daily", "never"] as const satisfies MailChoice[];

/** Every kind of notice there is. */
export const noticeKinds = {
  invited: {
    words: { en: "Somebody invites you to a workspace", fr: "On vous invite dans un espace de travail" },
    bell: true,
    // The invitation itself is a mail, and has the link.
    mail: "never",
    mails: ["daily", "never"],
    isSent: true,
  },
  mentioned: {
    words: { en: "Somebody mentions you", fr: "On vous mentionne" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: false,
  },
  assigned: {
    words: { en: "Something is assigned to you", fr: "Quelque chose vous est confié" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: false,
  },
  import_ended: {
    words: { en: "An import of yours ends", fr: "Un de vos imports se termine" },
    bell: true,
    mail: "now",
    mails: mailChoices,
    isSent: true,
  },
  export_ready: {
    words: { en: "A file you asked for is ready", fr: "Un fichier demandé est prêt" },
    bell: true,
    mail: "never",
    mails: plainMails,
    isSent: true,
  },
  job_failed: {
    words: { en: "Work done for you in the background fails", fr: "Un travail fait pour vous en arrière-plan échoue" },
    bell: true,
    mail: "daily",
    mails: plainMails,
    isSent: true,
  },
  handin_due: {
    words: { en: "A hand-in of yours is due", fr: "Une remise est attendue de vous" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: true,
  },
  handin_received: {
    words: { en: "Somebody hands in what you asked for", fr: "On vous remet ce que vous avez demandé" },
    bell: true,
    mail: "daily",
    mails: plainMails,
    isSent: true,
  },
  handin_sent_back: {
    words: { en: "A hand-in of yours is sent back", fr: "Une de vos remises vous est renvoyée" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: true,
  },
  handin_accepted: {
    words: { en: "A hand-in of yours is accepted", fr: "Une de vos remises est acceptée" },
    bell: true,
    mail: "daily",
    mails: plainMails,
    isSent: true,
  },
  token_expiring: {
    words: { en: "A token is about to expire", fr: "Un jeton arrive à expiration" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: true,
  },
  secret_expiring: {
    words: { en: "A stored secret is about to expire", fr: "Un secret conservé arrive à expiration" },
    bell: true,
    mail: "now",
    mails: plainMails,
    isSent: true,
  },
  announcement: {
    words: { en: "Whoever runs this instance announces something", fr: "Une annonce pour toute l’instance" },
    bell: true,
    mail: "never",
    mails: plainMails,
    isSent: true,
  },
} as const satisfies Record<string, NoticeKindInfo>;

export type NoticeKind = keyof typeof noticeKinds;

/** The names of all kinds, in the order in which people are asked about them. */
export const noticeKindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]];

/** How a kind is to come to somebody. */
export interface NoticeChoice {
  bell: boolean;
  mail: MailChoice;
}

/** What a person has chosen; a kind or a part that is not named comes by its default. */
export type NoticePreferences = Partial<Record<NoticeKind, Partial<NoticeChoice>>>;

/** How a kind comes to somebody with these preferences. */
export function choiceOf(preferences: NoticePreferences, kind: NoticeKind): NoticeChoice {
  const { bell, mail } = noticeKinds[kind];
  return { bell, mail, ...preferences[kind] };
}

/** How a notice looks: the mark before it, and whether it counts as a problem. */
export const noticeTones = ["plain", "good", "warning", "bad"] as const;
export type NoticeTone = (typeof noticeTones)[number];
