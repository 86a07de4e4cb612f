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

const resetWords: Record<"en" | "fr", { subject: string; sentences: string[]; link: string; why: string }> = {
  en: {
    subject: "Your second factor was turned off",
    sentences: [
      "Somebody who runs this instance has turned it off, and signed you out everywhere. Your password alone lets you in now.",
      "If you did not ask for it, tell them at once. Set up a second factor again after you sign in.",
    ],
    link: "Set up a second factor",
    why: "Weft sent this because the sign-in of your account was changed.",
  },
  fr: {
    subject: "Votre second facteur a été désactivé",
    sentences: [
      "Une personne qui gère cette instance l’a désactivé et vous a déconnecté partout. Votre mot de passe suffit désormais pour entrer.",
      "Si vous ne l’avez pas demandé, prévenez-la sans attendre. Configurez à nouveau un second facteur après la connexion.",
    ],
    link: "Configurer un second facteur",
    why: "Weft envoie ce message parce que la connexion de votre compte a été modifiée.",
  },
};

/** The mail that tells somebody that their second factor was turned off by those who run the instance. */
export function writeResetLetter(reader: { email: string; language: string }, url: string): NewMail {
  const language = readLanguage(reader.language);
  const { subject, sentences, link, why } = resetWords[language];
  return writeLetter({
    to: reader.email,
    language,
    subject,
    heading: subject,
    sentences,
    figures: [],
    link: { label: link, url },
    why,
    settingsUrl: null,
  });
}
