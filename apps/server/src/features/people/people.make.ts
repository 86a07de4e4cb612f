import { createHmac, randomBytes } from "node:crypto";
import { makeId } from "@weft/model/ids";
import type { TestWeft } from "../../testing/weft.ts";
import { sessionCookieName } from "./people.auth.ts";

/** A person's cookie header of a new session, as signing in would give it. */
export async function makeSession(test: TestWeft, personId: string): Promise<{ cookie: string }> {
  const { config, db } = test.weft;
  const token = randomBytes(24).toString("base64url");
  await db.people
    .insertInto("sessions")
    .values({
      id: makeId("token"),
      person_id: personId,
      token,
      expires_at: new Date(Date.now() + 3_600_000),
      ip_address: null,
      user_agent: null,
    })
    .execute();
  const signature = createHmac("sha256", config.secret ?? "")
    .update(token)
    .digest("base64");
  return { cookie: `${sessionCookieName(test.weft)}=${encodeURIComponent(`${token}.${signature}`)}` };
}
