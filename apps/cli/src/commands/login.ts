import { hostname } from "node:os";
import { createClient } from "@weft/api/client";
import { signInForToken } from "@weft/api/tokens";
import type { Call, Command } from "../command.ts";
import { textOf } from "../command.ts";
import { isAddress, saveCredentials } from "../credentials.ts";
import { exitCodes, explain, Failure, WrongUse } from "../failures.ts";
import { askSecret, writeLine } from "../terminal.ts";

export const loginCommand: Command = {
  usage: "login --url URL --email EMAIL [--password PASSWORD]",
  summary: "Signs in and keeps a token for the next commands.",
  details: `
  --url URL            the address of the instance, such as http://localhost:8080 (or WEFT_URL)
  --email EMAIL        your account
  --password PASSWORD  asked for when absent; WEFT_PASSWORD works too and is not seen by others on the machine

The token goes into ~/.config/weft/credentials.json, readable by you alone. It can be revoked in your settings.`,
  options: { url: { type: "string" }, email: { type: "string" }, password: { type: "string" } },
  run: login,
};

async function login({ options, environment }: Call): Promise<number> {
  const url = (textOf(options, "url") ?? environment.url)?.replace(/\/+$/, "");
  const email = textOf(options, "email");
  if (!url || !email) throw new WrongUse("login needs --url and --email.");
  if (!isAddress(url)) throw new WrongUse(`--url ${url}: an address begins with http:// or https://.`);
  const password = textOf(options, "password") ?? environment.password ?? (await askSecret(`Password of ${email}: `));
  const { secret } = await createClient({ url })
    .call(signInForToken, { body: { email, password, name: `weft on ${hostname()}`.slice(0, 120) } })
    .catch((error: unknown) => {
      throw new Failure(explain(error, url));
    });
  const path = await saveCredentials(environment, { url, token: secret });
  await writeLine(`Signed in to ${url} as ${email}. The token is kept in ${path}.`);
  return exitCodes.done;
}
