import { Problem } from "@weft/api/problems";
import { createError, defineNuxtPlugin, useCookie } from "#imports";
import { useSession } from "../composables/useSession.ts";

/** Learns who is here before anything is shown; the browser takes over what the server has asked. */
export default defineNuxtPlugin({
  name: "weft-session",
  async setup() {
    const { session, me, refresh } = useSession();
    if (session.value !== null) return;
    const themeCookie = useCookie("weft-theme", { maxAge: 365 * 24 * 3600, sameSite: "lax" });
    try {
      await refresh();
      // The first paint takes the theme from this cookie: it shall be the profile's, also on a device that is new.
      if (me.value && themeCookie.value !== me.value.theme) themeCookie.value = me.value.theme;
    } catch (error) {
      const isRefusal = error instanceof Problem && error.code !== "server.failed";
      throw createError({ statusCode: isRefusal ? error.status : 503, message: "session", cause: error, fatal: true });
    }
  },
});
