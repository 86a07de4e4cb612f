import type { FromClient, FromServer } from "@weft/api/live";
import { livePath } from "@weft/api/live";
import { WebSocket } from "ws";

/** A client of the live socket as a test drives it: all that came, and waiting for what is to come. */
export interface LiveClient {
  socket: WebSocket;
  /** Everything the server said, in order. */
  heard: FromServer[];
  say(message: FromClient): void;
  /** Resolves when `count` messages that fit have come, counted from the first. */
  until<Type extends FromServer["type"]>(type: Type, count?: number): Promise<(FromServer & { type: Type })[]>;
  closed: Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens the socket with a token, or as `headers` say who it is; rejects with the HTTP status when the server refuses. */
export async function openLive(
  url: string,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<LiveClient> {
  const address = `${url.replace("http", "ws")}${livePath}${token === null ? "" : `?token=${token}`}`;
  const socket = new WebSocket(address, { headers });
  const heard: FromServer[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    heard.push(JSON.parse(String(data)) as FromServer);
    waiting.forEach((check) => check());
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("unexpected-response", (_, response) => reject(new Error(`refused with ${response.statusCode}`)));
    socket.on("error", reject);
  });
  return {
    socket,
    heard,
    closed,
    say: (message) => socket.send(JSON.stringify(message)),
    until: (type, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          const fitting = heard.filter((message) => message.type === type);
          if (fitting.length < count) return;
          waiting.delete(check);
          resolve(fitting as never);
        };
        waiting.add(check);
        check();
      }),
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}
