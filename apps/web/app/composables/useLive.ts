import type { LiveSocket } from "./live-socket.ts";
import { openLiveSocket } from "./live-socket.ts";

let socket: LiveSocket | undefined;

/** The tab's one live socket; only in the browser (call it in `onMounted`). */
export function useLive(): LiveSocket {
  socket ??= openLiveSocket();
  return socket;
}
