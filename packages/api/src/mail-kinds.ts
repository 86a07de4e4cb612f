import { z } from "zod";

/** Each kind of mail with what a person may choose for it; the first is what they get who have not chosen. */
export const mailKinds = {
  importEnded: ["always", "problems", "never"],
} as const;
export type MailKind = keyof typeof mailKinds;

/** A choice for each kind of mail; `problems`: only when something failed or was rejected. */
export const mailPreferences = z.object({ importEnded: z.enum(mailKinds.importEnded) } satisfies Record<
  MailKind,
  z.ZodType
>);
export type MailPreferences = z.output<typeof mailPreferences>;

/** What a person gets who has chosen nothing. */
export const defaultMailPreferences: MailPreferences = { importEnded: mailKinds.importEnded[0] };
