import { updateProfile } from "@weft/api/people";
import { useApi } from "../../composables/useApi.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";
import type { Language } from "@weft/model/texts/phrase";

/** Changes the language at once and keeps it in the person's profile. */
export function useLanguageChoice() {
  const api = useApi();
  const { session, me } = useSession();
  const text = useText();

  async function chooseLanguage(language: Language): Promise<void> {
    await text.chooseLanguage(language);
    if (!session.value || !me.value) return;
    session.value.me = await api.call(updateProfile, { body: { language } });
  }

  return { chooseLanguage };
}
