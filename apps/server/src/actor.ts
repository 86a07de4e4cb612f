import type { TokenScope } from "@weft/model/permissions";
import type { Language } from "@weft/model/texts/phrase";
import type { TokenThing } from "./database/tables.tokens.ts";

/** Where a request comes from, as far as it says. */
export interface ActorOrigin {
  address: string;
  userAgent: string | null;
}

/** Who acts: a signed-in person, a program with a token of theirs or of a workspace, or Weft itself in a job. */
export interface Actor {
  personId: string;
  /** Whether this person owns the instance; never with a token that is limited to some things. */
  isInstanceOwner: boolean;
  /** null = a signed-in person, not limited by scopes. */
  tokenScopes: readonly TokenScope[] | null;
  tokenId: string | null;
  /** The bases and tables a token is limited to; null = no such limit. */
  tokenThings: readonly TokenThing[] | null;
  /** Calls a minute that were given to the token itself. */
  tokenCalls: number | null;
  /** The browser tab or program that acts, as it names itself; undo is per tab. */
  clientId: string | null;
  requestId: string;
  from: ActorOrigin;
  /** What they read: a person as their profile says, a program as it asks. */
  language: Language;
}
