import type { Language } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import type { NewMail } from "./mails.store.ts";
import { writeLetter } from "./mails.text.ts";

const words: Record<Language, { subject: string; sentence: string; link: string; why: string }> = {
  en: {
    subject: "A test mail from Weft",
    sentence: "If you read this, the mail server takes what Weft sends. Look whether it lies among the unwanted mails.",
    link: "Open Weft",
    why: "Weft sent this because somebody who runs this instance tries its mail server.",
  },
  fr: {
    subject: "Un e-mail d’essai de Weft",
    sentence:
      "Si vous lisez ceci, le serveur de messagerie prend ce que Weft envoie. Regardez s’il est parmi les indésirables.",
    link: "Ouvrir Weft",
    why: "Weft envoie ce message parce qu’une personne qui gère cette instance essaie son serveur de messagerie.",
  },
};

/** A mail that says nothing but that it arrived. */
export function writeTestLetter(weft: Weft, to: string, language: Language): NewMail {
  const { subject, sentence, link, why } = words[language];
  return writeLetter({
    to,
    language,
    subject,
    heading: subject,
    sentences: [sentence],
    figures: [],
    link: { label: link, url: weft.config.publicUrl ?? `http://localhost:${weft.config.port}` },
    why,
    settingsUrl: null,
  });
}
