import { themes, updateProfile } from "@weft/api/people";
import { computed } from "vue";
import { useColorMode } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useSession } from "../../composables/useSession.ts";

type Theme = (typeof themes)[number];

/** Light, dark or as the system: shown at once and kept in the person's profile. */
export function useTheme() {
  const api = useApi();
  const colorMode = useColorMode();
  const { session, me } = useSession();
  const theme = computed(() => colorMode.preference as Theme);

  async function chooseTheme(chosen: Theme): Promise<void> {
    colorMode.preference = chosen;
    if (!session.value || !me.value) return;
    session.value.me = await api.call(updateProfile, { body: { theme: chosen } });
  }

  return { theme, chooseTheme };
}
