import { defineNuxtPlugin, useCookie, useHead, useRequestHeaders, useState } from "#imports";
import { computed, shallowRef } from "vue";
import { useSession } from "../composables/useSession.ts";
import type { Language } from "@weft/model/texts/phrase";
import { acceptedLocales, isLanguage, loadMessages, preferredLanguage } from "../language/languages.ts";

/** Speaks the person's language: from their profile, else the cookie, else what their browser prefers. */
export default defineNuxtPlugin({
  name: "weft-language",
  dependsOn: ["weft-session"],
  async setup() {
    const { me } = useSession();
    const cookie = useCookie("weft-language", { maxAge: 365 * 24 * 3600, sameSite: "lax" });
    const accepted = useRequestHeaders(["accept-language"])["accept-language"] ?? "";
    useState("regions", () => acceptedLocales(accepted));
    const language = useState<Language>("language", () => {
      if (me.value) return me.value.language;
      return isLanguage(cookie.value) ? cookie.value : preferredLanguage(accepted);
    });
    const texts = shallowRef(await loadMessages(language.value));
    useHead({ htmlAttrs: { lang: computed(() => language.value) } });

    async function chooseLanguage(chosen: Language): Promise<void> {
      texts.value = await loadMessages(chosen);
      language.value = chosen;
      cookie.value = chosen;
    }
    return { provide: { texts, chooseLanguage } };
  },
});
