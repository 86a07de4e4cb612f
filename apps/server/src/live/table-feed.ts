import type { LoggedEntry, LogPage } from "../features/changes/changes.log.ts";
import { readChanges } from "../features/changes/changes.log.ts";
import { showFields } from "../features/changes/changes.seen.ts";
import { getTableAt } from "../features/tables/tables.cache.ts";
import type { CatalogTable } from "../features/tables/tables.catalog.ts";
import { grantTable } from "../features/tables/tables.granted.ts";
import type { Granted } from "../features/workspaces/workspaces.access.ts";
import type { Weft } from "../weft.ts";
import type { LiveConnection } from "./live-connection.ts";

/** A watcher further behind than this is told to read the table anew. */
const catchUpMax = 500;
const pageSize = 100;

interface Watcher {
  connection: LiveConnection;
  /** As whom it was let at the table. */
  granted: Granted;
  /** The last change it was told; null = it waits for its turn to catch up. */
  position: number | null;
  /** It was too slow and has missed changes, or is not to hear them one by one: `reload` is owed. */
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

  /**
   * Tells a connection everything after `since`: change by change, or `reload` when that is too much, or when it sees but
   * some of the rows.
   */
  join(connection: LiveConnection, granted: Granted, since: number): Promise<void> {
    const watcher: Watcher = { connection, granted, position: null, isBehind: false };
    this.#watchers.set(connection, watcher);
    return this.#step(async () => {
      if (this.#watchers.get(connection) === watcher) await this.#catchUp(watcher, since);
    });
  }

  leave(connection: LiveConnection): void {
    this.#watchers.delete(connection);
  }

  /** Goes by what a connection may see from now on; if that is something else than before, it reads anew. */
  judge(connection: LiveConnection, granted: Granted): void {
    const watcher = this.#watchers.get(connection);
    if (!watcher || JSON.stringify(watcher.granted) === JSON.stringify(granted)) return;
    watcher.granted = granted;
    void this.#step(async () => {
      if (watcher.position !== null) this.#reload(watcher, this.#read ?? 0);
    });
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
    const table = await getTableAt(this.#weft, this.tableId, page.lastChange);
    if (page.changes.length > 0 && isCoarse(page, table, watcher)) return this.#reload(watcher, page.lastChange);
    watcher.position = since;
    connection.send({ type: "watching", tableId: this.tableId, lastChange: page.lastChange });
    const textFor = openTexts(table);
    for (const entry of page.changes) this.#tell(watcher, entry.logged.number, textFor(watcher, entry));
  }

  async #readOn(): Promise<void> {
    for (let more = this.#read !== null && !this.isUnwatched; more;) {
      const since = this.#read as number;
      const page = await readChanges(this.#weft, this.tableId, since, pageSize, { asMessage: true });
      if (!page) return;
      if (page === "expired") return this.#reloadAll(await this.#lastChange());
      this.#tellAll(page, await getTableAt(this.#weft, this.tableId, page.lastChange));
      more = (this.#read ?? 0) < page.lastChange;
    }
  }

  #tellAll(page: LogPage, table: CatalogTable): void {
    const textFor = openTexts(table);
    const coarse = new Set([...this.#watchers.values()].filter((watcher) => isCoarse(page, table, watcher)));
    for (const entry of page.changes) {
      const { number } = entry.logged;
      for (const watcher of this.#watchers.values())
        if (!coarse.has(watcher)) this.#tell(watcher, number, textFor(watcher, entry));
      this.#read = number;
    }
    for (const watcher of coarse) if (watcher.position !== null) watcher.isBehind = true;
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

/**
 * Whether somebody is told to read anew instead of what has changed: who sees but some of the rows, and everybody when other
 * things are hidden from now on.
 */
function isCoarse({ changes }: LogPage, table: CatalogTable, { granted }: Watcher): boolean {
  return changes.some(({ logged }) => logged.kind === "table.ruled") || grantTable(table, granted).rule !== null;
}

/** Gives the message of a change for a watcher who sees all rows; made once for all who see the same fields. */
function openTexts(table: CatalogTable): (watcher: Watcher, entry: LoggedEntry) => string {
  const texts = new Map<LoggedEntry, Map<string | null, string>>();
  return ({ granted }, entry) => {
    const seen = grantTable(table, granted);
    const bySight = texts.get(entry) ?? new Map<string | null, string>();
    texts.set(entry, bySight);
    const text = bySight.get(seen.sight) ?? JSON.stringify({ type: "change", change: showFields(seen, entry) });
    bySight.set(seen.sight, text);
    return text;
  };
}
