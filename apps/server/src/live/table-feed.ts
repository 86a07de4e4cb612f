import type { LogPage } from "../features/changes/changes.log.ts";
import { readChanges } from "../features/changes/changes.log.ts";
import type { Weft } from "../weft.ts";
import type { LiveConnection } from "./live-connection.ts";

/** A watcher further behind than this is told to read the table anew. */
const catchUpMax = 500;
const pageSize = 100;

interface Watcher {
  connection: LiveConnection;
  /** The last change it was told; null = it waits for its turn to catch up. */
  position: number | null;
  /** It was too slow and has missed changes: `reload` is owed. */
  isBehind: boolean;
}

/**
 * One table's changes for all who watch it in this process: each is read once, in order and without a gap, and told to
 * everybody. All steps run one after another, so that joining, telling and catching up never cross.
 */
export class TableFeed {
  readonly tableId: string;
  readonly #weft: Weft;
  readonly #watchers = new Map<LiveConnection, Watcher>();
  /** The last change read for everybody; null before the first watcher. */
  #read: number | null = null;
  #steps: Promise<void> = Promise.resolve();
  /** A look at the log is waiting its turn; another announcement needs no second one. */
  #lookIsDue = false;

  constructor(weft: Weft, tableId: string) {
    this.#weft = weft;
    this.tableId = tableId;
  }

  get isUnwatched(): boolean {
    return this.#watchers.size === 0;
  }

  get connections(): Iterable<LiveConnection> {
    return this.#watchers.keys();
  }

  /** Tells a connection everything after `since`: change by change, or `reload` when that is too much. */
  join(connection: LiveConnection, since: number): Promise<void> {
    const watcher: Watcher = { connection, position: null, isBehind: false };
    this.#watchers.set(connection, watcher);
    return this.#step(async () => {
      if (this.#watchers.get(connection) === watcher) await this.#catchUp(watcher, since);
    });
  }

  leave(connection: LiveConnection): void {
    this.#watchers.delete(connection);
  }

  /** Something was announced, or may have been missed: reads on and tells everybody. */
  look(): void {
    if (this.#lookIsDue) return;
    this.#lookIsDue = true;
    void this.#step(async () => {
      this.#lookIsDue = false;
      await this.#readOn();
    });
  }

  /** Gives those who were too slow their `reload` once they have room for it. */
  relieve(): void {
    for (const watcher of this.#watchers.values()) {
      if (watcher.isBehind && watcher.connection.hasCaughtUp)
        void this.#step(async () => this.#reload(watcher, this.#read ?? 0));
    }
  }

  #step(step: () => Promise<void>): Promise<void> {
    const done = this.#steps.then(step);
    this.#steps = done.catch((error: unknown) => {
      this.#weft.log.warn({ err: error, tableId: this.tableId }, "live changes could not be read");
    });
    return done;
  }

  async #catchUp(watcher: Watcher, since: number): Promise<void> {
    const { connection } = watcher;
    const page = await readChanges(this.#weft, this.tableId, since, catchUpMax + 1, { asMessage: true });
    if (!page) return;
    if (page === "expired" || page.lastChange - since > catchUpMax) {
      const lastChange = page === "expired" ? await this.#lastChange() : page.lastChange;
      this.#read ??= lastChange;
      this.#reload(watcher, lastChange);
      return;
    }
    this.#read ??= page.lastChange;
    watcher.position = since;
    connection.send({ type: "watching", tableId: this.tableId, lastChange: page.lastChange });
    for (const change of page.changes) this.#tell(watcher, change.number, JSON.stringify({ type: "change", change }));
  }

  async #readOn(): Promise<void> {
    for (let more = this.#read !== null && !this.isUnwatched; more;) {
      const since = this.#read as number;
      const page = await readChanges(this.#weft, this.tableId, since, pageSize, { asMessage: true });
      if (!page) return;
      if (page === "expired") return this.#reloadAll(await this.#lastChange());
      this.#tellAll(page);
      more = (this.#read ?? 0) < page.lastChange;
    }
  }

  #tellAll({ changes }: LogPage): void {
    for (const change of changes) {
      const text = JSON.stringify({ type: "change", change });
      for (const watcher of this.#watchers.values()) this.#tell(watcher, change.number, text);
      this.#read = change.number;
    }
  }

  #tell(watcher: Watcher, number: number, text: string): void {
    // A newcomer may be ahead of what is read for everybody, or wait for its turn to catch up.
    if (watcher.isBehind || watcher.position === null || number !== watcher.position + 1) return;
    if (watcher.connection.isSlow) watcher.isBehind = true;
    else {
      watcher.connection.sendText(text);
      watcher.position = number;
    }
  }

  #reload(watcher: Watcher, lastChange: number): void {
    watcher.position = lastChange;
    watcher.isBehind = false;
    watcher.connection.send({ type: "reload", tableId: this.tableId, lastChange });
  }

  #reloadAll(lastChange: number): void {
    this.#read = lastChange;
    for (const watcher of this.#watchers.values()) if (watcher.position !== null) this.#reload(watcher, lastChange);
  }

  async #lastChange(): Promise<number> {
    const table = await this.#weft.db.data
      .selectFrom("tables")
      .select("last_change")
      .where("id", "=", this.tableId)
      .executeTakeFirst();
    return table?.last_change ?? 0;
  }
}
