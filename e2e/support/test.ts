import { test as base, expect } from "@playwright/test";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import { createBase, deleteBase } from "@weft/api/bases";
import { getSession } from "@weft/api/people";

interface Fixtures {
  /** The shared instance's address. */
  baseURL: string;
  /** The owner's typed client, speaking with the session cookie of the browser. */
  client: Client;
  /** The owner's first workspace. */
  workspaceId: string;
  /** A base of this test's own. */
  baseId: string;
}

/** `test` of Playwright with the product at hand: a typed client of the owner, a workspace and an empty base. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameters' names
  baseURL: async ({}, use) => use(process.env.WEFT_E2E_URL as string),
  client: async ({ context, baseURL }, use) => {
    const cookies = await context.cookies(baseURL);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    await use(createClient({ url: baseURL, headers: { cookie, origin: baseURL } }));
  },
  workspaceId: async ({ client }, use) => {
    const { workspaces } = await client.call(getSession, {});
    await use(workspaces[0]?.id as string);
  },
  baseId: async ({ client, workspaceId }, use, info) => {
    const { id } = await client.call(createBase, { params: { workspaceId }, body: { name: info.title.slice(0, 60) } });
    await use(id);
    // Else the side bar of those that come later grows past what fits on a screen.
    await client.call(deleteBase, { params: { baseId: id } });
  },
});

export { expect };
