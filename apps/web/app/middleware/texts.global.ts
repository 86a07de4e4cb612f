import { defineNuxtRouteMiddleware, useNuxtApp } from "#imports";
import { saysAreas } from "../language/languages.ts";

/** Has the words of a page at hand before it opens. */
export default defineNuxtRouteMiddleware(async (to) => {
  if (saysAreas(String(to.name))) await useNuxtApp().$fetchAreaTexts();
});
