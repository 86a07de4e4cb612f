import { onMounted, ref } from "vue";

/**
 * What stands behind the # of a mailed link: browsers send it to no server and in no Referer. It leaves the address bar,
 * and this tab keeps it, so that somebody may sign in in between. Null until the page is alive; empty = there is none.
 */
export function useLinkSecret(place: string) {
  const secret = ref<string | null>(null);
  const key = `weft.link.${place}`;
  onMounted(() => {
    const given = location.hash.slice(1);
    if (given) {
      sessionStorage.setItem(key, given);
      history.replaceState(history.state, "", location.pathname);
    }
    secret.value = given || sessionStorage.getItem(key) || "";
  });
  return { secret, forget: () => sessionStorage.removeItem(key) };
}
