import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import { makeUuid } from "@weft/model/uuid";
import { useNuxtApp, useRequestHeaders, useRuntimeConfig } from "#imports";

/** Names this tab in the change log, so that undo is per tab; a reload is a new tab. */
const clientId = makeUuid();

/**
 * The typed client of the api: same address in the browser; during server rendering the internal address, speaking
 * with the visitor's own cookie. Throws `Problem`.
 */
export function useApi(): Client {
  const app = useNuxtApp() as { weftClient?: Client };
  app.weftClient ??= import.meta.server ? createServerClient() : createBrowserClient();
  return app.weftClient;
}

function createBrowserClient(): Client {
  return createClient({
    url: "",
    headers: {
      "x-weft-client": clientId,
      // Read at each call: a visitor who is not signed in may have chosen another language than the browser's.
      get "accept-language"() {
        return document.documentElement.lang;
      },
    },
  });
}

function createServerClient(): Client {
  const headers = useRequestHeaders(["cookie", "accept-language", "user-agent", "x-forwarded-for", "x-request-id"]);
  const defined = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return createClient({ url: useRuntimeConfig().apiUrl, headers: Object.fromEntries(defined) });
}
