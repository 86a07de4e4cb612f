import { abortNavigation, createError, defineNuxtRouteMiddleware, navigateTo } from "#imports";
import { useSession } from "../composables/useSession.ts";
import { localPath } from "../features/session/local-path.ts";

const openPaths = new Set(["/sign-in", "/sign-up", "/forgot-password", "/welcome"]);

/** Where one comes from a mail or from a sign-in provider, signed in or not. */
const mailedPaths = new Set([
  "/invitation",
  "/confirm",
  "/new-password",
  "/verify-email",
  "/sign-in-return",
  "/stop-mails",
]);

/** Sends people where they can go on: to the owner's account on a new instance, to sign-in, or back from either. */
export default defineNuxtRouteMiddleware((to) => {
  const { session, me } = useSession();
  if (session.value === null) return undefined;
  if (session.value.needsOwner) return to.path === "/welcome" ? undefined : navigateTo("/welcome");
  if (mailedPaths.has(to.path)) return undefined;
  if (to.path.startsWith("/it-manager") && me.value && !me.value.isInstanceOwner)
    return abortNavigation(createError({ statusCode: 404, fatal: true }));
  if (me.value !== null) return openPaths.has(to.path) ? navigateTo(localPath(to.query.next)) : undefined;
  if (openPaths.has(to.path) && to.path !== "/welcome") return undefined;
  return navigateTo({ path: "/sign-in", query: to.path === "/" ? {} : { next: to.fullPath } });
});
