import { Problem } from "@weft/api/problems";
import type { MaybeRefOrGetter } from "vue";
import { toValue } from "vue";
import { createError, useAsyncData } from "#imports";

/**
 * Loads what a page cannot be shown without, on the server for the first page. What cannot be had becomes the error
 * page: 404 for what does not exist or may not be known of.
 */
export async function usePageData<T>(key: MaybeRefOrGetter<string>, load: () => Promise<T>) {
  const loaded = await useAsyncData(() => toValue(key), load);
  if (loaded.error.value) throw pageError(loaded.error.value);
  return { data: loaded.data, refresh: loaded.refresh };
}

function pageError(error: unknown) {
  const cause = (error as { cause?: unknown }).cause ?? error;
  if (!(cause instanceof Problem)) return createError({ statusCode: 503, message: String(cause), fatal: true });
  return createError({ statusCode: cause.status, message: cause.message, data: { code: cause.code }, fatal: true });
}
