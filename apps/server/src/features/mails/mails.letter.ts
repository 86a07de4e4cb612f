import type { Language } from "@weft/model/texts/phrase";

/** A mail with one message: a heading, sentences, figures in a table, and one link; or several messages in a row. */
export interface Letter {
  to: string;
  language: Language;
  subject: string;
  heading: string;
  sentences: string[];
  figures: [label: string, value: string][];
  /** Several things told one after the other, each with its own link. */
  items?: { title: string; text: string | null; when: string; url: string }[];
  link: { label: string; url: string };
  /** Why they get it; absent = because they asked for it. */
  why?: string;
  /** Where the reader chooses which mails to get; null = it cannot be turned off. */
  settingsUrl: string | null;
  /** Where one click stops mails of this kind; also told to mail programs. */
  stopUrl?: string;
}

/** What stands at a letter's foot. */
export const footers: Record<Language, { why: string; off: string; stop: string }> = {
  en: {
    why: "Weft sent this because you asked for it; there is nothing to answer.",
    off: "Choose which mails you get, or none, in your settings",
    stop: "Stop these mails",
  },
  fr: {
    why: "Weft envoie ce message parce que vous l’avez demandé ; il n’appelle pas de réponse.",
    off: "Choisissez dans vos réglages les e-mails à recevoir, ou aucun",
    stop: "Arrêter ces e-mails",
  },
};
