import type { TokenScope } from "@weft/model/permissions";
import type { Language } from "@weft/model/texts/phrase";

/** Where a request comes from, as far as it says. */
export interface ActorOrigin {
  address: string;
  userAgent: string | null;
}

/** Who acts: a signed-in person, a program with a person's token, or Weft itself in a job. */
export interface Actor {
  personId: string;
  /** Whether this person owns the instance (its first account). */
  isInstanceOwner: boolean;
  /** null = a signed-in person, not limited by scopes. */
  tokenScopes: readonly TokenScope[] | null;
  tokenId: string | null;
  /** The browser tab or program that acts, as it names itself; undo is per tab. */
  clientId: string | null;
  requestId: string;
  from: ActorOrigin;
  /** What they read: a person as their profile says, a program as it asks. */
  language: Language;
}
