import { defineNuxtPlugin, useCookie, useHead, useRequestHeaders, useState } from "#imports";
import { computed, shallowRef } from "vue";
import { useSession } from "../composables/useSession.ts";
import type { Language } from "@weft/model/texts/phrase";
import { acceptedLocales, isLanguage, loadAreas, loadEveryday, preferredLanguage } from "../language/languages.ts";
import type { Texts } from "../language/messages.ts";

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
    const texts = shallowRef<Texts>(await loadEveryday(language.value));
    useHead({ htmlAttrs: { lang: computed(() => language.value) } });

    /** Whether the texts of the areas are at hand: once fetched, they stay. */
    const hasAreas = () => "it" in texts.value;

    async function fetchAreaTexts(): Promise<void> {
      if (!hasAreas()) texts.value = { ...texts.value, ...(await loadAreas(language.value)) };
    }

    async function chooseLanguage(chosen: Language): Promise<void> {
      const [everyday, areas] = await Promise.all([loadEveryday(chosen), hasAreas() ? loadAreas(chosen) : {}]);
      texts.value = { ...everyday, ...areas };
      language.value = chosen;
      cookie.value = chosen;
    }
    return { provide: { texts, chooseLanguage, fetchAreaTexts } };
  },
});
