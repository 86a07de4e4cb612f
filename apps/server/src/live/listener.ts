import pg from "pg";
import type { Weft } from "../weft.ts";
import type { Announcement } from "./announce.ts";
import { channel } from "./announce.ts";

/** What a part of this process does when something is announced. */
export interface Hearer {
  hear(announcement: Announcement): void;
  /** Announcements since `since` may have been missed while the connection was down: look for yourself. */
  missed(since: Date): void;
}

const firstWaitMs = 100;
const longestWaitMs = 5000;
/** A connection that died without a word is noticed within two of these. */
const probeEveryMs = 10_000;

/** The one LISTEN connection of a process: opened by the first hearer, opened again by itself whenever it breaks. */
class Listener {
  readonly #weft: Weft;
  readonly #hearers = new Set<Hearer>();
  #client: pg.Client | null = null;
  #ready: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #probe: NodeJS.Timeout | undefined;
  #waitMs = firstWaitMs;
  /** When the connection last gave a sign of life. */
  #aliveAt = new Date();
  #closed = false;

  constructor(weft: Weft) {
    this.#weft = weft;
  }

  /** Adds a hearer; resolves once announcements arrive. Rejects when the database does not answer. */
  async add(hearer: Hearer): Promise<void> {
    this.#hearers.add(hearer);
    this.#ready ??= this.#connect();
    try {
      await this.#ready;
    } catch (error) {
      // Who was refused asks again, and must not be told everything twice then.
      this.#hearers.delete(hearer);
      throw error;
    }
  }

  remove(hearer: Hearer): void {
    this.#hearers.delete(hearer);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#probe);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#weft.db.url, keepAlive: true, query_timeout: probeEveryMs });
    const lost = (error?: Error) => this.#lost(client, error);
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => {
      this.#aliveAt = new Date();
      const announcement = JSON.parse(payload ?? "null") as Announcement;
      for (const hearer of this.#hearers) hearer.hear(announcement);
    });
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      lost(error as Error);
      throw error;
    }
    this.#waitMs = firstWaitMs;
    this.#aliveAt = new Date();
    const probe = () => client.query("select").then(() => (this.#aliveAt = new Date()), lost);
    this.#probe = setInterval(() => void probe(), probeEveryMs);
    this.#probe.unref();
  }

  #lost(client: pg.Client, error?: Error): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = null;
    clearInterval(this.#probe);
    client.end().catch(() => {});
    this.#weft.log.warn({ err: error }, "live connection to the database lost; trying again");
    const since = this.#aliveAt;
    const retry = async () => {
      this.#ready = this.#connect();
      await this.#ready;
      for (const hearer of this.#hearers) hearer.missed(since);
    };
    // A failed try comes back here and waits longer.
    this.#retry = setTimeout(() => void retry().catch(() => {}), this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
  }
}

const listeners = new WeakMap<Weft, Listener>();

/** Hears what all processes announce, until `closeListener` or the returned function ends it. */
export async function listen(weft: Weft, hearer: Hearer): Promise<() => void> {
  let listener = listeners.get(weft);
  if (!listener) listeners.set(weft, (listener = new Listener(weft)));
  await listener.add(hearer);
  return () => listener.remove(hearer);
}

/** Closes the LISTEN connection of this process, if it was ever opened. */
export async function closeListener(weft: Weft): Promise<void> {
  const listener = listeners.get(weft);
  listeners.delete(weft);
  await listener?.close();
}
