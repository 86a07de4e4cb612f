import { createClient } from "@weft/api/client";
import type { Client } from "@weft/api/client";
import type { BodyInput } from "@weft/api/endpoint";
import { createToken } from "@weft/api/tokens";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";

/** A person's browser: tokens cannot make tokens. */
export async function signedIn(test: TestWeft, { personId }: Pick<TestPerson, "personId">): Promise<Client> {
  return createClient({ url: test.url, headers: await makeSession(test, personId) });
}

/** A client with a token of a person, made through the door. */
export async function withToken(
  test: TestWeft,
  person: Pick<TestPerson, "personId">,
  body: Partial<BodyInput<typeof createToken>> = {},
): Promise<Client & { secret: string; tokenId: string }> {
  const owner = await signedIn(test, person);
  const made = await owner.call(createToken, { body: { name: "t", scopes: ["manage"], ...body } });
  const client = createClient({ url: test.url, token: made.secret });
  return Object.assign(client, { secret: made.secret, tokenId: made.token.id });
}
