import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type { testProvider } from "@weft/api/providers";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import type { IssuerMetadata } from "../openid/openid.metadata.ts";
import { readMetadata } from "../openid/openid.metadata.ts";
import { isClientKnown, readKeys } from "../openid/openid.tokens.ts";
import { mayRunInstance } from "./providers.actions.ts";
import { getProvider } from "./providers.ts";

type Check = ReplyOf<typeof testProvider>["checks"][number];

/** Asks a provider what can be asked without a person; what fails is said, and what depends on it is left out. */
export async function checkProvider(weft: Weft, actor: Actor, id: string): Promise<ReplyOf<typeof testProvider>> {
  mayRunInstance(actor);
  const provider = await getProvider(weft, id);
  const checks: Check[] = [];
  const run = async (check: Check["check"], ask: () => Promise<Phrase>) => {
    try {
      checks.push({ check, works: true, text: say(await ask(), actor.language) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      checks.push({ check, works: false, text: say(error.text, actor.language) });
    }
  };
  let metadata: IssuerMetadata | undefined;
  await run("description", async () => {
    metadata = await readMetadata(weft, provider, { fresh: true });
    return phrase`${provider.issuer} describes itself as it should.`;
  });
  if (metadata) {
    const known = metadata;
    await run("keys", async () => {
      const { keys } = await readKeys(weft, provider, known);
      return phrase`The keys that it signs with can be read: ${keys.length}.`;
    });
    await run("client", async () => {
      if (await isClientKnown(weft, provider, known))
        return phrase`It knows the client ${provider.clientId} and its secret.`;
      throw new Problem(
        "sign_in.failed",
        phrase`It does not know the client ${provider.clientId}, or its secret is another.`,
      );
    });
  }
  return { works: checks.every(({ works }) => works), checks };
}
