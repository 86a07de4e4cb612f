import { Problem } from "@weft/api/problems";
import { createError, defineNuxtPlugin } from "#imports";
import { useSession } from "../composables/useSession.ts";

/** Learns who is here before anything is shown; the browser takes over what the server has asked. */
export default defineNuxtPlugin({
  name: "weft-session",
  async setup() {
    const { session, refresh } = useSession();
    if (session.value !== null) return;
    try {
      await refresh();
    } catch (error) {
      const isRefusal = error instanceof Problem && error.code !== "server.failed";
      throw createError({ statusCode: isRefusal ? error.status : 503, message: "session", cause: error, fatal: true });
    }
  },
});
