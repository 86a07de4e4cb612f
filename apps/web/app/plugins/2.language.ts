import { createI18n } from "vue-i18n";
import { defineNuxtPlugin, useCookie, useHead, useRequestHeaders, useState } from "#imports";
import { computed } from "vue";
import { useSession } from "../composables/useSession.ts";
import type { Language } from "@weft/model/texts/phrase";
import { acceptedLocales, isLanguage, loadMessages, preferredLanguage } from "../language/languages.ts";

/** Speaks the person's language: from their profile, else the cookie, else what their browser prefers. */
export default defineNuxtPlugin({
  name: "weft-language",
  dependsOn: ["weft-session"],
  async setup(app) {
    const { me } = useSession();
    const cookie = useCookie("weft-language", { maxAge: 365 * 24 * 3600, sameSite: "lax" });
    const accepted = useRequestHeaders(["accept-language"])["accept-language"] ?? "";
    useState("regions", () => acceptedLocales(accepted));
    const language = useState<Language>("language", () => {
      if (me.value) return me.value.language;
      return isLanguage(cookie.value) ? cookie.value : preferredLanguage(accepted);
    });
    const i18n = createI18n({
      legacy: false,
      locale: language.value,
      fallbackLocale: "en",
      messages: { [language.value]: await loadMessages(language.value) },
      missingWarn: import.meta.dev,
      fallbackWarn: false,
      pluralRules: { fr: frenchForm },
    });
    app.vueApp.use(i18n);
    useHead({ htmlAttrs: { lang: computed(() => language.value) } });

    async function chooseLanguage(chosen: Language): Promise<void> {
      i18n.global.setLocaleMessage(chosen, await loadMessages(chosen));
      i18n.global.locale.value = chosen;
      language.value = chosen;
      cookie.value = chosen;
    }
    return { provide: { chooseLanguage } };
  },
});

/** Of `one | many` or `none | one | many`: French takes the singular below two. */
function frenchForm(choice: number, forms: number): number {
  const isSingular = Math.abs(choice) < 2;
  if (forms < 3) return isSingular ? 0 : forms - 1;
  if (choice === 0) return 0;
  return isSingular ? 1 : 2;
}
