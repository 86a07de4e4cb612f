import { common } from "./en/common.ts";
import { errors } from "./en/errors.ts";
import { session } from "./en/session.ts";

/** English: the language that says which texts there are. */
export const en = { common, errors, session };
