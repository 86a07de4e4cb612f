import { createClient } from "@weft/api/client";
import { livePath } from "@weft/api/live";
import type { FromServer } from "@weft/api/live";
import { updateRow } from "@weft/api/rows";
import type { RowsResult } from "./rows.ts";

const watchers = 200;
const edits = 50;
const p95MsMax = 100;
const heardWithinMs = 10_000;

/** From the call that edits a cell to its arrival at each of 200 sockets that watch the table, one edit after another. */
export async function measureWatchers(url: string, token: string, tableId: string): Promise<RowsResult> {
  const client = createClient({ url, token });
  const times: number[] = [];
  let calledAt = 0;
  let missing = 0;
  let allHeard = () => {};
  const sockets = await Promise.all(
    Array.from({ length: watchers }, () =>
      openWatcher(url, token, tableId, () => {
        times.push(performance.now() - calledAt);
        missing -= 1;
        if (missing === 0) allHeard();
      }),
    ),
  );
  for (let edit = 0; edit < edits; edit++) {
    missing = watchers;
    const heard = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${missing} watchers heard nothing`)), heardWithinMs);
      allHeard = () => (clearTimeout(timer), resolve());
    });
    calledAt = performance.now();
    const params = { tableId, rowId: edit + 1 };
    await Promise.all([client.call(updateRow, { params, body: { cells: { Name: `edit ${edit}` } } }), heard]);
  }
  for (const socket of sockets) socket.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return {
    name: `a cell edit reaches another screen, ${watchers} watch the table`,
    measured: at(0.95),
    limit: p95MsMax,
    unit: "ms",
    reached: at(0.95) <= p95MsMax,
    detail: `p95 of ${edits} edits × ${watchers} sockets, from the call on; p50 ${at(0.5).toFixed(1)}, slowest ${at(0.9999).toFixed(1)} ms`,
  };
}

async function openWatcher(url: string, token: string, tableId: string, onChange: () => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${livePath}?token=${token}`);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("a watcher could not connect")));
    // Begins at the table's last change, as a page does that has just read its rows.
    socket.addEventListener("open", () =>
      socket.send(JSON.stringify({ type: "watch", tableId, since: Number.MAX_SAFE_INTEGER })),
    );
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as FromServer;
      if (message.type === "watching" || message.type === "reload") resolve();
      else if (message.type === "change") onChange();
      else if (message.type === "problem") reject(new Error(message.detail));
    });
  });
  return socket;
}
