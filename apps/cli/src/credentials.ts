import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "./config.ts";
import { Failure } from "./failures.ts";

/** What `weft login` leaves for the next commands. */
export interface Credentials {
  url: string;
  token: string;
}

function pathOf(environment: Environment): string {
  return join(environment.folder, "credentials.json");
}

/** Keeps the token where only its owner can read it. */
export async function saveCredentials(environment: Environment, credentials: Credentials): Promise<string> {
  await mkdir(environment.folder, { recursive: true, mode: 0o700 });
  const path = pathOf(environment);
  await writeFile(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  // A file that was there before keeps its mode when it is written anew.
  await chmod(path, 0o600);
  return path;
}

/** Address and token to use: the environment first, then what `weft login` left. */
export async function getCredentials(environment: Environment): Promise<Credentials> {
  const saved = await findCredentials(environment);
  const url = environment.url ?? saved?.url;
  if (url && !isAddress(url)) throw new Failure(`WEFT_URL ${url}: an address begins with http:// or https://.`);
  // A saved token is for its own address; sent to another it would be given away.
  const token = environment.token ?? (saved && saved.url === url ? saved.token : undefined);
  if (url && token) return { url, token };
  throw new Failure(
    url
      ? `There is no token for ${url}: sign in with \`weft login --url ${url} --email YOU\`, or set WEFT_TOKEN.`
      : "Not signed in: run `weft login --url http://localhost:8080 --email YOU`, or set WEFT_URL and WEFT_TOKEN.",
  );
}

/** Whether `url` is an address of the web, whole enough to be called. */
export function isAddress(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url);
}

/** What `weft login` left; null when there is nothing. */
export async function findCredentials(environment: Environment): Promise<Credentials | null> {
  const text = await readFile(pathOf(environment), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const { url, token } = JSON.parse(text) as Credentials;
    if (typeof url === "string" && typeof token === "string") return { url, token };
  } catch {
    // Falls through to the sentence below.
  }
  throw new Failure(`${pathOf(environment)} cannot be read: run \`weft login\` to make it anew.`);
}

/** Forgets the token. */
export async function deleteCredentials(environment: Environment): Promise<void> {
  await rm(pathOf(environment), { force: true });
}
