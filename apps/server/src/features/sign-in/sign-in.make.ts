import { createClient } from "@weft/api/client";
import { createProvider } from "@weft/api/providers";
import { finishSignIn, startSignIn } from "@weft/api/sign-in";
import type { BodyInput } from "@weft/api/endpoint";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";

/** Where the tests' Weft says it is; nothing goes there. */
export const publicUrl = "http://weft.test";

/** A Weft that may ask providers on this machine, and its owner with a browser. */
export async function makeSignInWeft(environment: Record<string, string> = {}) {
  const weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "127.0.0.1", WEFT_PUBLIC_URL: publicUrl, ...environment });
  const owner = await makePerson(weft, { isInstanceOwner: true });
  return { weft, owner, ownerBrowser: await makeSignedInBrowser(weft, owner) };
}

/** A browser in so far as it keeps cookies. */
export function makeBrowser(test: TestWeft, cookies: Record<string, string> = {}) {
  const jar = new Map(Object.entries(cookies));
  const setCookies: string[] = [];
  const client = createClient({
    url: test.url,
    async fetch(input, init) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(input, { ...init, headers: { ...(init?.headers as object), cookie } });
      for (const line of response.headers.getSetCookie()) {
        setCookies.push(line);
        keepCookie(jar, line);
      }
      return response;
    },
  });
  return { client, jar, setCookies };
}
export type Browser = ReturnType<typeof makeBrowser>;

/** A person's browser, signed in. */
export async function makeSignedInBrowser(test: TestWeft, { personId }: Pick<TestPerson, "personId">) {
  const { cookie } = await makeSession(test, personId);
  const [name, value] = cookie.split("=") as [string, string];
  return makeBrowser(test, { [name]: value });
}

/** Adds a provider as the owner would; gives its id. */
export async function addProvider(
  browser: Browser,
  issuer: string,
  more: Partial<BodyInput<typeof createProvider>> = {},
): Promise<string> {
  const body = { name: "Uni", issuer, clientId: "weft", clientSecret: "a secret of the client", ...more };
  return (await browser.client.call(createProvider, { body })).id;
}

/** Begins a sign-in; gives what the provider was asked. */
export async function begin(browser: Browser, providerId: string, returnTo = "/") {
  const { url } = await browser.client.call(startSignIn, { params: { providerId }, body: { returnTo } });
  const asked = new URL(url).searchParams;
  return { url, state: asked.get("state") as string, nonce: asked.get("nonce") as string };
}

/** Walks a browser through the pages of a real provider, which takes any name and password; gives what it sends back. */
export async function walkProvider(url: string, login: string) {
  const jar = new Map<string, string>();
  let [address, init]: [string, RequestInit] = [url, {}];
  for (let steps = 0; steps < 12; steps++) {
    if (address.startsWith(publicUrl)) return Object.fromEntries(new URL(address).searchParams) as { state: string };
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...init, redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) keepCookie(jar, line);
    const location = response.headers.get("location");
    if (location) [address, init] = [new URL(location, address).href, {}];
    else {
      const page = await response.text();
      const [, action, prompt] = /action="([^"]+)"[^]*name="prompt" value="(\w+)"/.exec(page) ?? [];
      if (!action || !prompt) throw new Error(`The provider shows something else: ${response.status} ${page}`);
      const body = new URLSearchParams({ prompt, login, password: "any" });
      [address, init] = [new URL(action, address).href, { method: "POST", body }];
    }
  }
  throw new Error("The provider goes round in circles");
}

/** A whole sign-in with a real provider. */
export async function signInAs(browser: Browser, providerId: string, login: string, returnTo = "/") {
  const { url } = await begin(browser, providerId, returnTo);
  return browser.client.call(finishSignIn, { body: await walkProvider(url, login) });
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as RegExpExecArray;
  if (value) jar.set(name as string, value as string);
  else jar.delete(name as string);
}
