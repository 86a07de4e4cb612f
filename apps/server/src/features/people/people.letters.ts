import { readLanguage } from "../../language/say.ts";
import type { NewMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";

/** What a mailed link is for. */
export type LinkPurpose = "password" | "verify";

interface Words {
  subject: string;
  sentences: (hours: number) => string[];
  link: string;
  why: string;
}

const words: Record<"en" | "fr", Record<LinkPurpose, Words>> = {
  en: {
    password: {
      subject: "Set a new password",
      sentences: (hours) => [
        `The link works once, within ${hours === 1 ? "an hour" : `${hours} hours`}. A new password ends all your sessions.`,
      ],
      link: "Set a new password",
      why: "Weft sent this because a new password was asked for with your address. If that was not you, there is nothing to do: your password stays.",
    },
    verify: {
      subject: "Confirm your address",
      sentences: (hours) => [`The link works once, within ${hours} hours.`],
      link: "This is my address",
      why: "Weft sent this because somebody signed in asked to confirm this address. If that was not you, there is nothing to do.",
    },
  },
  fr: {
    password: {
      subject: "Choisissez un nouveau mot de passe",
      sentences: (hours) => [
        `Le lien sert une fois, dans ${hours === 1 ? "l’heure" : `les ${hours} heures`}. Un nouveau mot de passe met fin à toutes vos sessions.`,
      ],
      link: "Choisir un mot de passe",
      why: "Weft envoie ce message parce qu’un nouveau mot de passe a été demandé avec votre adresse. Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même.",
    },
    verify: {
      subject: "Confirmez votre adresse",
      sentences: (hours) => [`Le lien sert une fois, dans les ${hours} heures.`],
      link: "C’est mon adresse",
      why: "Weft envoie ce message parce qu’une personne connectée a demandé à confirmer cette adresse. Si ce n’était pas vous, il n’y a rien à faire.",
    },
  },
};

/** The mail that carries a link, in its reader's language. */
export function writeLinkLetter(
  purpose: LinkPurpose,
  reader: { name: string; email: string; language: string },
  { url, hours }: { url: string; hours: number },
): NewMail {
  const language = readLanguage(reader.language);
  const { subject, sentences, link, why } = words[language][purpose];
  return writeLetter({
    to: reader.email,
    language,
    subject,
    heading: subject,
    sentences: sentences(hours),
    figures: [],
    link: { label: link, url },
    why,
    settingsUrl: null,
  });
}
