import type { Call, Command } from "../command.ts";
import { deleteCredentials, findCredentials } from "../credentials.ts";
import { exitCodes } from "../failures.ts";
import { writeLine } from "../terminal.ts";

export const logoutCommand: Command = {
  usage: "logout",
  summary: "Forgets the token of `weft login`.",
  details: "The token itself stays valid until it is revoked among your tokens in the web app.",
  options: {},
  run: logout,
};

async function logout({ environment }: Call): Promise<number> {
  const saved = await findCredentials(environment).catch(() => null);
  await deleteCredentials(environment);
  await writeLine(
    saved
      ? `Forgot the token of ${saved.url}. It stays valid until you revoke it: ${saved.url}/settings/tokens`
      : "There was no token to forget.",
  );
  return exitCodes.done;
}
