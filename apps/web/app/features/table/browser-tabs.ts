import { makeUuid } from "@weft/model/uuid";

const key = "weft.tab";
const lockOf = (tab: string): string => `${key}.${tab}`;

/** This tab's id, the same after a reload; a lock tells other tabs that this one lives. */
export function thisTab(): string {
  if (!import.meta.client) return "";
  const id = sessionStorage.getItem(key) ?? makeUuid();
  sessionStorage.setItem(key, id);
  // Plain http knows no locks.
  void navigator.locks?.request(lockOf(id), { mode: "shared" }, () => new Promise(() => {}));
  return id;
}

/** Ids of the tabs that are open; null where the browser does not tell. */
export async function openTabs(): Promise<ReadonlySet<string> | null> {
  if (!navigator.locks) return null;
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map(({ name = "" }) => name.replace(lockOf(""), "")));
}

/** Tells the browser's other tabs of a table that this one keeps something, and hears when one that does so is gone. */
export function followTabs({ tab, tableId, onGone }: { tab: string; tableId: string; onGone(): void }) {
  const leaving = new AbortController();
  const followed = new Set<string>();
  const news = globalThis.BroadcastChannel && new BroadcastChannel("weft.kept");
  news?.addEventListener("message", ({ data }) => data.tableId === tableId && follow(data.tab));

  function follow(other: string): void {
    if (other === tab || followed.has(other) || !navigator.locks) return;
    followed.add(other);
    const gone = navigator.locks.request(lockOf(other), { signal: leaving.signal }, () => followed.delete(other));
    gone.then(onGone, () => undefined);
  }

  return {
    follow,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    tell: () => news?.postMessage({ tab, tableId }),
    stop(): void {
      leaving.abort();
      news?.close();
    },
  };
}
