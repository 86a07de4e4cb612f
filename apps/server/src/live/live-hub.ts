import type { FromClient } from "@weft/api/live";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Language } from "@weft/model/texts/phrase";
import type { Actor } from "../actor.ts";
import { findExportJob, showExport } from "../features/exports/exports.store.ts";
import type { KeptJob } from "../features/imports/imports.shown.ts";
import { keepSeen } from "../features/imports/imports.rights.ts";
import { showImport } from "../features/imports/imports.shown.ts";
import { findImportJobs } from "../features/imports/imports.store.ts";
import { countUnread } from "../features/notices/notices.store.ts";
import type { Granted } from "../features/workspaces/workspaces.access.ts";
import { access, accessByName } from "../features/workspaces/workspaces.access.ts";
import type { Weft } from "../weft.ts";
import type { Announcement } from "./announce.ts";
import type { LiveConnection } from "./live-connection.ts";
import { listen } from "./listener.ts";
import { findMissed } from "./missed.ts";
import { recheck } from "./recheck.ts";
import { TableFeed } from "./table-feed.ts";

const feedsMax = 200;

/** All sockets of this process: hears what is announced, reads it once, and tells those whom it concerns. */
export class LiveHub {
  readonly connections = new Set<LiveConnection>();
  readonly #weft: Weft;
  readonly #feeds = new Map<string, TableFeed>();
  /** Things being read now; true = announced again meanwhile. */
  readonly #reading = new Map<string, boolean>();
  #listening: Promise<unknown> | null = null;

  constructor(weft: Weft) {
    this.#weft = weft;
  }

  /** Takes in a connection once announcements arrive, so that nothing it asks for can slip through in between. */
  async open(connection: LiveConnection): Promise<void> {
    this.#listening ??= listen(this.#weft, {
      hear: (announcement) => this.#hear(announcement),
      missed: (since) => this.#catchUp(since),
    });
    await this.#listening.catch((error: unknown) => {
      this.#listening = null;
      throw error;
    });
    // One that went away meanwhile was closed before it was taken in: nobody would ever take it out.
    if (connection.socket.readyState !== connection.socket.CLOSED) this.connections.add(connection);
  }

  close(connection: LiveConnection): void {
    this.connections.delete(connection);
    for (const tableId of this.#feeds.keys()) this.unwatch(connection, tableId);
  }

  /** Does what a client says; throws a Problem when it may not. */
  async handle(connection: LiveConnection, message: FromClient): Promise<void> {
    switch (message.type) {
      case "ping":
        return connection.send({ type: "pong" });
      case "unwatch":
        return this.unwatch(connection, message.tableId);
      case "watch_imports":
        await accessByName(this.#weft, connection.actor, "workspace.read", { workspaceId: message.workspaceId });
        return void connection.workspaces.add(message.workspaceId);
      case "watch_bases":
        await accessByName(this.#weft, connection.actor, "base.read", { workspaceId: message.workspaceId });
        return void connection.basesOf.add(message.workspaceId);
      case "unwatch_bases":
        return void connection.basesOf.delete(message.workspaceId);
      case "watch":
        return this.#watch(connection, message.tableId, message.since);
    }
  }

  unwatch(connection: LiveConnection, tableId: string): void {
    const feed = this.#feeds.get(tableId);
    feed?.leave(connection);
    if (feed?.isUnwatched) this.#feeds.delete(tableId);
  }

  /** Tables that connections of this process watch, with who watches them. */
  *watched(): Iterable<{ tableId: string; connection: LiveConnection }> {
    for (const feed of this.#feeds.values())
      for (const connection of feed.connections) yield { tableId: feed.tableId, connection };
  }

  /** Goes by what somebody may see of a table from now on. */
  judge(connection: LiveConnection, granted: Granted): void {
    this.#feeds.get(granted.tableId)?.judge(connection, granted);
  }

  /** Gives slow clients what is owed to them. */
  relieve(): void {
    for (const feed of this.#feeds.values()) feed.relieve();
  }

  async #watch(connection: LiveConnection, tableId: string, since: number): Promise<void> {
    const granted = await access(this.#weft, connection.actor, "row.read", { tableId });
    let watching = 0;
    for (const one of this.watched()) if (one.connection === connection) watching++;
    if (watching >= feedsMax)
      throw new Problem(
        "limit.reached",
        phrase`One connection watches at most ${feedsMax} tables: unwatch some first.`,
      );
    if (!this.connections.has(connection)) return;
    let feed = this.#feeds.get(tableId);
    if (!feed) this.#feeds.set(tableId, (feed = new TableFeed(this.#weft, tableId)));
    await feed.join(connection, granted, since);
  }

  #hear(announcement: Announcement): void {
    switch (announcement.about) {
      case "change":
        return this.#feeds.get(announcement.tableId)?.look();
      case "bases":
        return this.#tellBases(announcement.workspaceId);
      case "import":
        return this.#readOnce(announcement.importId, () => this.#tellImport(announcement.importId));
      case "export":
        return this.#readOnce(announcement.exportId, () => this.#tellExport(announcement.exportId));
      case "notice":
        return this.#readOnce(announcement.personId, () => this.#tellUnread(announcement.personId));
      case "announcements":
        return [...this.connections].forEach((connection) => connection.send({ type: "announcements" }));
      case "person":
        return void recheck(this.#weft, this, announcement.personId);
      case "rights":
        return void recheck(this.#weft, this);
      // No socket is told: each process reads them for itself.
      case "settings":
        return;
    }
  }

  /** Looks at all that may have been announced while nothing could be heard. */
  #catchUp(since: Date): void {
    for (const feed of this.#feeds.values()) feed.look();
    const connections = [...this.connections];
    for (const workspaceId of new Set(connections.flatMap(({ basesOf }) => [...basesOf]))) this.#tellBases(workspaceId);
    const personIds = [...new Set(connections.map(({ actor }) => actor.personId))];
    for (const personId of personIds) this.#hear({ about: "notice", personId });
    const workspaceIds = [...new Set(connections.flatMap(({ workspaces }) => [...workspaces]))];
    findMissed(this.#weft, { workspaceIds, personIds, since }).then(
      (missed) => missed.forEach((announcement) => this.#hear(announcement)),
      (error: unknown) => this.#weft.log.warn({ err: error }, "what was missed could not be looked up"),
    );
  }

  /** Announcements that come while one is being read are answered by a single further read. */
  #readOnce(id: string, read: () => Promise<void>): void {
    if (this.#reading.has(id)) return void this.#reading.set(id, true);
    this.#reading.set(id, false);
    read()
      .catch((error: unknown) => this.#weft.log.warn({ err: error, id }, "an announced thing could not be read"))
      .finally(() => {
        const again = this.#reading.get(id);
        this.#reading.delete(id);
        if (again) this.#readOnce(id, read);
      });
  }

  #tellBases(workspaceId: string): void {
    for (const connection of this.connections)
      if (connection.basesOf.has(workspaceId)) connection.send({ type: "bases", workspaceId });
  }

  async #tellImport(importId: string): Promise<void> {
    if (![...this.connections].some((connection) => connection.workspaces.size > 0)) return;
    const [found] = await findImportJobs(this.#weft.db.people, { importId });
    if (!found) return;
    const texts = new Map<Language, string>();
    const textIn = (language: Language) => {
      const text = texts.get(language) ?? JSON.stringify({ type: "import", import: showImport(found.job, language) });
      texts.set(language, text);
      return text;
    };
    const watching = [...this.connections].filter(({ workspaces }) => workspaces.has(found.job.workspaceId));
    const seeing = new Map<string, boolean>();
    for (const { actor } of watching)
      if (!seeing.has(actor.personId)) seeing.set(actor.personId, await this.#seesImport(actor, found.job));
    for (const connection of watching)
      if (seeing.get(connection.actor.personId)) connection.sendText(textIn(connection.actor.language));
  }

  /** Whoever watches a workspace may be shut out of single bases and tables of it. */
  async #seesImport(actor: Actor, job: KeptJob): Promise<boolean> {
    const { baseId, tableId } = job;
    const asked = access(this.#weft, actor, "import.read", tableId ? { tableId } : { baseId }, { trashed: true });
    const isKept = () => keepSeen(this.#weft, actor, [job]).then(({ length }) => length > 0);
    return asked.then(isKept).catch(() => false);
  }

  async #tellExport(exportId: string): Promise<void> {
    const found = await findExportJob(this.#weft, exportId);
    if (!found) return;
    for (const connection of this.#of(found.personId))
      connection.send({ type: "export", export: showExport(found.job, connection.actor.language) });
  }

  async #tellUnread(personId: string): Promise<void> {
    const connections = this.#of(personId);
    if (connections.length === 0) return;
    const unread = await countUnread(this.#weft.db.people, personId);
    for (const connection of connections) connection.send({ type: "notice", unread });
  }

  #of(personId: string | null): LiveConnection[] {
    return [...this.connections].filter(({ actor }: { actor: Actor }) => actor.personId === personId);
  }
}
