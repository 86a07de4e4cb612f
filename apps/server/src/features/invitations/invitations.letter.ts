import type { Role } from "@weft/model/permissions";
import type { Language } from "@weft/model/texts/phrase";
import type { NewMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";

interface Asked {
  to: string;
  language: Language;
  workspaceName: string;
  invitedBy: string;
  role: Role;
  days: number;
  url: string;
}

/** The mail that asks somebody into a workspace, in the language of whoever asks. */
export function writeInvitation({ to, language, days, role, url, ...names }: Asked): NewMail {
  const words = languages[language];
  const until = new Date(Date.now() + days * 86_400_000);
  return writeLetter({
    to,
    language,
    subject: words.subject(names),
    heading: words.heading(names),
    sentences: words.sentences(names),
    figures: [
      [words.role, words.roles[role]],
      [words.until, new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(until)],
    ],
    link: { label: words.accept, url },
    why: words.why(names),
    settingsUrl: null,
  });
}

type Names = Pick<Asked, "workspaceName" | "invitedBy">;

interface Words {
  subject: (names: Names) => string;
  heading: (names: Names) => string;
  sentences: (names: Names) => string[];
  role: string;
  until: string;
  accept: string;
  why: (names: Names) => string;
  roles: Record<Role, string>;
}

const languages: Record<Language, Words> = {
  en: {
    subject: ({ invitedBy, workspaceName }) => `${invitedBy} invites you to ${workspaceName}`,
    heading: ({ workspaceName }) => `You are invited to ${workspaceName}`,
    sentences: ({ invitedBy }) => [
      `${invitedBy} asks you to work in this workspace of Weft.`,
      "The link works once, for this address only: sign in with it, or make an account.",
    ],
    role: "Your role",
    until: "Valid until",
    accept: "See the invitation",
    why: ({ invitedBy }) =>
      `Weft sent this because ${invitedBy} typed your address. If you do not know them, there is nothing to do.`,
    roles: {
      owner: "Owner",
      manager: "Manager",
      builder: "Builder",
      editor: "Editor",
      commenter: "Commenter",
      viewer: "Viewer",
    },
  },
  fr: {
    subject: ({ invitedBy, workspaceName }) => `${invitedBy} vous invite dans ${workspaceName}`,
    heading: ({ workspaceName }) => `Vous êtes invité dans ${workspaceName}`,
    sentences: ({ invitedBy }) => [
      `${invitedBy} vous propose de travailler dans cet espace de Weft.`,
      "Le lien fonctionne une seule fois, pour cette adresse : connectez-vous avec elle, ou créez un compte.",
    ],
    role: "Votre rôle",
    until: "Valable jusqu’au",
    accept: "Voir l’invitation",
    why: ({ invitedBy }) =>
      `Weft envoie ce message parce que ${invitedBy} a saisi votre adresse. Si vous ne connaissez pas cette personne, il n’y a rien à faire.`,
    roles: {
      owner: "Propriétaire",
      manager: "Responsable",
      builder: "Concepteur",
      editor: "Éditeur",
      commenter: "Commentateur",
      viewer: "Lecteur",
    },
  },
};
