import { common } from "./fr/common.ts";
import { errors } from "./fr/errors.ts";
import { session } from "./fr/session.ts";
import type { Messages, Phrases } from "./messages.ts";

/** French, with every text that English has. */
export const fr: Phrases<Messages> = { common, errors, session };
