import type { Language } from "@weft/model/texts/phrase";
import type { NewMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";

/** The mails of a sign-up: to prove the address, to tell the owner that somebody waits, and what became of it. */
export type SignUpLetter = "confirm" | "waits" | "approved" | "refused";

interface Applicant {
  name: string;
  email: string;
}

/** One mail of a sign-up, in its reader's language. */
export function writeSignUpLetter(
  kind: SignUpLetter,
  reader: { to: string; language: Language; url: string },
  applicant: Applicant,
): NewMail {
  const words = languages[reader.language];
  const { subject, sentences, link, why } = words[kind](applicant);
  return writeLetter({
    to: reader.to,
    language: reader.language,
    subject,
    heading: subject,
    sentences,
    figures: [
      [words.name, applicant.name],
      [words.email, applicant.email],
    ],
    link: { label: link, url: reader.url },
    why,
    settingsUrl: null,
  });
}

interface Said {
  subject: string;
  sentences: string[];
  link: string;
  why: string;
}

type Words = Record<SignUpLetter, (applicant: Applicant) => Said> & { name: string; email: string };

const askedEn =
  "Weft sent this because an account was asked for with your address. If that was not you, there is nothing to do.";
const askedFr =
  "Weft envoie ce message parce qu’un compte a été demandé avec votre adresse. Si ce n’était pas vous, il n’y a rien à faire.";

const languages: Record<Language, Words> = {
  en: {
    name: "Name",
    email: "E-mail",
    confirm: () => ({
      subject: "Confirm your address",
      sentences: ["Open the link within two days: your account is made then, and you can sign in."],
      link: "Make my account",
      why: askedEn,
    }),
    waits: ({ name }) => ({
      subject: `${name} asks for an account`,
      sentences: ["It is made when you approve it. Make sure that you know the person: the address is not proven."],
      link: "See who waits",
      why: "Weft sent this because you own this instance, and accounts are approved here.",
    }),
    approved: () => ({
      subject: "Your account is ready",
      sentences: ["It was approved: sign in with the password you chose."],
      link: "Sign in",
      why: askedEn,
    }),
    refused: () => ({
      subject: "Your account was not approved",
      sentences: ["Ask the people who run this instance if you think that this is a mistake."],
      link: "Open Weft",
      why: askedEn,
    }),
  },
  fr: {
    name: "Nom",
    email: "E-mail",
    confirm: () => ({
      subject: "Confirmez votre adresse",
      sentences: ["Ouvrez le lien dans les deux jours : votre compte est alors créé, et vous pouvez vous connecter."],
      link: "Créer mon compte",
      why: askedFr,
    }),
    waits: ({ name }) => ({
      subject: `${name} demande un compte`,
      sentences: [
        "Il est créé quand vous l’approuvez. Assurez-vous de connaître la personne : l’adresse n’est pas prouvée.",
      ],
      link: "Voir qui attend",
      why: "Weft envoie ce message parce que cette instance est la vôtre et que les comptes y sont approuvés.",
    }),
    approved: () => ({
      subject: "Votre compte est prêt",
      sentences: ["Il a été approuvé : connectez-vous avec le mot de passe que vous avez choisi."],
      link: "Se connecter",
      why: askedFr,
    }),
    refused: () => ({
      subject: "Votre compte n’a pas été approuvé",
      sentences: ["Demandez aux personnes qui gèrent cette instance si vous pensez que c’est une erreur."],
      link: "Ouvrir Weft",
      why: askedFr,
    }),
  },
};
