import type { FromServer } from "@weft/api/live";
import type { Problem } from "@weft/api/problems";
import type { FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import type { Actor } from "../actor.ts";
import { say } from "../language/say.ts";

/** Above this many bytes waiting, a client is told no single changes any more, but to read the table anew. */
const slowBytes = 1024 * 1024;
/** Above this many, it is cut off: it comes again and catches up from the log. */
const cutBytes = 8 * 1024 * 1024;

/** Close codes of our own: 4401 = the session or token ended, 4408 = too slow. */
const closeCodes = { signedOut: 4401, tooSlow: 4408 } as const;

/** One open socket, and who is behind it. */
export class LiveConnection {
  readonly socket: WebSocket;
  readonly request: FastifyRequest;
  actor: Actor;
  /** Workspaces whose imports are told. */
  readonly workspaces = new Set<string>();
  /** Workspaces of which is told that their bases or tables are others, or in another order. */
  readonly basesOf = new Set<string>();
  /** Whether the last ping was answered. */
  isAlive = true;

  constructor(socket: WebSocket, request: FastifyRequest, actor: Actor) {
    this.socket = socket;
    this.request = request;
    this.actor = actor;
    socket.on("pong", () => (this.isAlive = true));
  }

  get isSlow(): boolean {
    return this.socket.bufferedAmount > slowBytes;
  }

  /** A slow client has taken most of what waited for it. */
  get hasCaughtUp(): boolean {
    return this.socket.bufferedAmount < slowBytes / 4;
  }

  send(message: FromServer): void {
    this.sendText(JSON.stringify(message));
  }

  /** Says why not, in the person's language. */
  refuse(problem: Problem): void {
    this.send({ type: "problem", code: problem.code, detail: say(problem.text, this.actor.language) });
  }

  /** Sends text made once for many. */
  sendText(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > cutBytes) {
      this.socket.close(closeCodes.tooSlow, "too slow: connect again");
      this.socket.terminate();
    } else this.socket.send(text);
  }

  signOut(): void {
    this.socket.close(closeCodes.signedOut, "signed out");
  }

  /** Asks the other side for a sign of life; cuts it off when the last question went unanswered. */
  beat(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    this.socket.ping();
  }
}
