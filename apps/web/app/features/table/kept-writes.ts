import type { CellValue } from "@weft/model/fields/field";

/** Cells by field id. */
export type Cells = Record<string, CellValue>;

/** What a write does, as the api takes it. */
export interface WriteBody {
  create: { cells: Cells; before?: number }[];
  update: { id: number; cells: Cells }[];
  delete: number[];
}

/** A write on its way, as it must be sent again when the tab is reloaded before it is confirmed. */
export interface KeptWrite {
  /** Its idempotency key: sent twice it is done once. */
  key: string;
  /** Who made it: another account of this browser must not send it. */
  personId: string;
  tableId: string;
  /** Id of the tab it was made in. */
  tab: string;
  madeAt: number;
  /** The table's change that its maker had seen last. */
  since: number;
  parse: boolean;
  body: WriteBody;
  /** What the cells held then, by row and field, as far as that is known. */
  before: Record<number, Cells>;
}

/** Where writes are kept until they are confirmed; a browser that keeps nothing makes it do nothing. */
export interface WriteKeeper {
  keep(write: KeptWrite): Promise<void>;
  forget(key: string): Promise<void>;
  /** In the order they were made. */
  list(tableId: string): Promise<KeptWrite[]>;
}

const storeName = "writes";

/** Writes in the browser's own database, so that they outlive the tab. */
export function openWriteKeeper(): WriteKeeper {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => (opened ??= openDatabase());

  async function run<Result>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result>) {
    const store = (await open()).transaction(storeName, mode).objectStore(storeName);
    return await resultOf(work(store));
  }

  return {
    async keep(write) {
      // A browser that is full or keeps nothing: the edit goes on in memory, as it would without.
      await run("readwrite", (store) => store.put(write)).catch(() => undefined);
    },
    async forget(key) {
      await run("readwrite", (store) => store.delete(key)).catch(() => undefined);
    },
    async list(tableId) {
      const all = await run<KeptWrite[]>("readonly", (store) => store.getAll()).catch(() => []);
      return all.filter((write) => write.tableId === tableId).toSorted((a, b) => a.madeAt - b.madeAt);
    },
  };
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open("weft", 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(storeName, { keyPath: "key" }));
  return await resultOf(request);
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The browser keeps nothing.")));
  });
}

/** Which of the kept writes this tab shall send: its own of before a reload, and those of tabs that are gone. */
export function writesToSend(
  kept: readonly KeptWrite[],
  here: { tab: string; personId: string; now: number },
  openTabs: ReadonlySet<string> | null,
): KeptWrite[] {
  return kept.filter(({ tab, personId, madeAt }) => {
    if (personId !== here.personId) return false;
    if (tab === here.tab) return true;
    // Where the browser does not say which tabs are open, one that still lived would have sent within this time.
    return openTabs ? !openTabs.has(tab) : here.now - madeAt > orphanAfterMs;
  });
}

const orphanAfterMs = 120_000;
