import { askForPasskey } from "@weft/api/passkeys";
import { onBeforeUnmount, onMounted } from "vue";
import { useApi } from "../../composables/useApi.ts";
import type { GivenPasskey } from "../security/passkeys.ts";
import { awaitOfferedPasskey, canOfferPasskeys, takeBackOffer } from "../security/passkeys.ts";

/** The server's question holds for five minutes. */
const renewMs = 4 * 60_000;

/**
 * While the page is open, browsers that can offer passkeys in the field whose `autocomplete` names `webauthn`; nothing
 * happens in those that cannot. `pause` before another question is put to the device, `resume` when it was not answered.
 */
export function usePasskeyOffer(onChosen: (passkey: GivenPasskey) => Promise<void>) {
  const api = useApi();
  /** Which offer counts: an older one is dropped. */
  let turn = 0;
  let renewal: ReturnType<typeof setTimeout> | undefined;

  function pause(): void {
    turn++;
    clearTimeout(renewal);
  }

  async function resume(): Promise<void> {
    pause();
    const mine = turn;
    if (document.hidden || !(await canOfferPasskeys())) return;
    renewal = setTimeout(resume, renewMs);
    // It is an extra: whoever presses the button, or types a password, is told what is wrong.
    const asked = await api.call(askForPasskey, {}).catch(() => null);
    if (!asked || mine !== turn) return;
    const answer = await awaitOfferedPasskey(asked.options);
    if (typeof answer === "string" || mine !== turn) return;
    pause();
    await onChosen(answer);
  }

  // Another tab has put a question of its own since, or this one's is too old.
  const renew = () => (document.hidden ? undefined : resume());
  onMounted(() => {
    document.addEventListener("visibilitychange", renew);
    void resume();
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", renew);
    pause();
    void takeBackOffer();
  });
  return { pause, resume };
}
