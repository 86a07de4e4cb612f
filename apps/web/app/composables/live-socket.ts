import type { FromClient, FromServer } from "@weft/api/live";
import { livePath } from "@weft/api/live";

type Message<Type extends FromServer["type"]> = Extract<FromServer, { type: Type }>;

/** One socket to the server, opened again with growing pauses when it breaks. */
export interface LiveSocket {
  on<Type extends FromServer["type"]>(type: Type, listener: (message: Message<Type>) => void): () => void;
  /** Says `make()` now and after every reconnection, until the function that is returned is called, which says `end`. */
  keepSaying(make: () => FromClient, end?: FromClient): () => void;
  onState(listener: (isOpen: boolean) => void): () => void;
}

const pauseMs = { first: 500, longest: 15_000 } as const;
/** A proxy may drop a silent socket, and a laptop that slept does not learn of it: ask now and then. */
const pingMs = 25_000;
const pongWaitMs = 8000;

/** Opens the socket of this tab; it stays open until the tab closes. */
export function openLiveSocket(): LiveSocket {
  const listeners = new Map<string, Set<(message: never) => void>>();
  const stateListeners = new Set<(isOpen: boolean) => void>();
  const sayings = new Set<() => FromClient>();
  let socket: WebSocket | undefined;
  let failures = 0;
  let pinging: ReturnType<typeof setInterval> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function say(message: FromClient): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function tellState(isOpen: boolean): void {
    for (const listener of stateListeners) listener(isOpen);
  }

  function connect(): void {
    clearTimeout(waiting);
    const address = new URL(livePath, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const opened = new WebSocket(address);
    let pongAt = Date.now();
    socket = opened;
    opened.addEventListener("open", () => {
      failures = 0;
      for (const make of sayings) say(make());
      tellState(true);
      clearInterval(pinging);
      pinging = setInterval(() => {
        const sentAt = Date.now();
        say({ type: "ping" });
        setTimeout(() => pongAt < sentAt && opened.close(), pongWaitMs);
      }, pingMs);
    });
    opened.addEventListener("message", (event) => {
      pongAt = Date.now();
      const message = JSON.parse(String(event.data)) as FromServer;
      for (const listener of listeners.get(message.type) ?? []) listener(message as never);
    });
    opened.addEventListener("close", () => {
      if (socket !== opened) return;
      clearInterval(pinging);
      tellState(false);
      const longest = Math.min(pauseMs.longest, pauseMs.first * 2 ** failures);
      failures += 1;
      // Many tabs that lost one server should not all come back in the same instant.
      waiting = setTimeout(connect, longest * (0.5 + Math.random() / 2));
    });
  }

  // A socket outlives its network for a while without a word: say so at once, and do not trust it afterwards.
  globalThis.addEventListener("offline", () => tellState(false));
  globalThis.addEventListener("online", () => {
    const before = socket;
    connect();
    before?.close();
  });
  connect();

  return {
    on(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener));
      return () => set.delete(listener);
    },
    keepSaying(make, end) {
      sayings.add(make);
      say(make());
      return () => {
        sayings.delete(make);
        if (end) say(end);
      };
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}
