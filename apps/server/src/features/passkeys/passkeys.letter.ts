import { readLanguage } from "../../language/say.ts";
import type { NewMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";

type Event = "added" | "removed";

const words = {
  en: {
    subject: { added: "A passkey was added to your account", removed: "A passkey was removed from your account" },
    sentences: {
      added: (name: string) => `“${name}” signs in to your account from now on, without a password.`,
      removed: (name: string) => `“${name}” does not sign in to your account any more.`,
    },
    ifNotYou: "If that was not you, set a new password, look through your passkeys and end all other sessions.",
    link: "Look at your account’s security",
    why: "Weft sent this because the ways into your account were changed.",
  },
  fr: {
    subject: {
      added: "Une clé d’accès a été ajoutée à votre compte",
      removed: "Une clé d’accès a été retirée de votre compte",
    },
    sentences: {
      added: (name: string) => `« ${name} » ouvre désormais votre compte, sans mot de passe.`,
      removed: (name: string) => `« ${name} » n’ouvre plus votre compte.`,
    },
    ifNotYou:
      "Si ce n’était pas vous, choisissez un nouveau mot de passe, vérifiez vos clés d’accès et fermez toutes les autres sessions.",
    link: "Voir la sécurité de votre compte",
    why: "Weft envoie ce message parce que les façons d’entrer dans votre compte ont changé.",
  },
} satisfies Record<"en" | "fr", unknown>;

/** The mail that tells somebody that a passkey of theirs came or went. */
export function writePasskeyLetter(
  event: Event,
  reader: { email: string; language: string },
  { name, url }: { name: string; url: string },
): NewMail {
  const language = readLanguage(reader.language);
  const { subject, sentences, ifNotYou, link, why } = words[language];
  return writeLetter({
    to: reader.email,
    language,
    subject: subject[event],
    heading: subject[event],
    sentences: [sentences[event](name), ifNotYou],
    figures: [],
    link: { label: link, url },
    why,
    settingsUrl: null,
  });
}
