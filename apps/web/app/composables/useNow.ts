import { onMounted, onUnmounted } from "vue";
import { useState } from "#imports";

/** The time in milliseconds, renewed twice a minute; server and browser begin with the same one. */
export function useNow() {
  const now = useState("now", () => Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => {
    now.value = Date.now();
    timer = setInterval(() => (now.value = Date.now()), 30_000);
  });
  onUnmounted(() => clearInterval(timer));
  return now;
}
