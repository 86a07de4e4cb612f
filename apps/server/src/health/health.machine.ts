import { statfs } from "node:fs/promises";
import { phrase } from "@weft/model/texts/phrase";
import type { HealthCheck } from "./health.ts";

const gib = 1024 ** 3;
const lowBytes = 5 * gib;
const lowShare = 0.05;
const webMsMax = 3000;

/** Files, the machine they lie on, and what reaches out of it. */
export const machineChecks: HealthCheck[] = [
  {
    name: "files",
    title: phrase`Files`,
    without: phrase`No file can be handed in or fetched: imports and exports fail.`,
    async look({ objects }) {
      await objects.check();
      return {
        state: "good",
        said: objects.kind === "disk" ? phrase`They lie in the data folder.` : phrase`They lie in the S3 store.`,
      };
    },
  },
  {
    name: "disk",
    title: phrase`Room on the disk`,
    without: phrase`When it is full nothing can be written any more, by nobody.`,
    async look({ config }) {
      const { freeBytes, totalBytes } = await roomOf(config.dataFolder);
      const free = Math.round((freeBytes / gib) * 10) / 10;
      const share = Math.round((freeBytes / totalBytes) * 100);
      if (freeBytes < gib) return { state: "fault", said: phrase`Only ${free} GiB are free: make room now.` };
      if (freeBytes < lowBytes || freeBytes / totalBytes < lowShare)
        return { state: "warning", said: phrase`${free} GiB are free, ${share} % of it: make room.` };
      return { state: "good", said: phrase`${free} GiB are free, ${share} % of it.` };
    },
  },
  {
    name: "web",
    title: phrase`Web program`,
    without: phrase`Pages do not open; the api and programs that use it go on.`,
    async look({ config }) {
      if (!config.webUrl) return { state: "off", said: phrase`This process serves the api alone.` };
      const answer = await fetch(new URL("/favicon.svg", config.webUrl), { signal: AbortSignal.timeout(webMsMax) });
      await answer.body?.cancel();
      if (answer.status < 500) return { state: "good", said: phrase`It answers.` };
      return { state: "fault", said: phrase`It answers ${String(answer.status)}.` };
    },
  },
  {
    name: "outgoing",
    title: phrase`Guard of outgoing calls`,
    without: phrase`Addresses that people type could reach machines inside your network.`,
    look({ config }) {
      const hosts = config.privateUrls;
      if (hosts.length === 0) return { state: "good", said: phrase`Imports by address reach public addresses only.` };
      return {
        state: "good",
        said: phrase`Imports by address reach public addresses, and inside your network: ${hosts.join(", ")}.`,
      };
    },
  },
];

/** Room on the disk that a folder lies on. */
export async function roomOf(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
