import { readFile } from "node:fs/promises";

/** What one process has held, in bytes. */
export interface ProcessMemory {
  /** `start`, `supervisor`, or the role: `web`, `api`, `worker`. */
  name: string;
  /** The most that was resident at once, less what it shares with others by now, such as Node's own code: a sum counts that once. */
  peakBytes: number;
  /** The same with all that it shares. */
  residentBytes: number;
}

/** The memory of a process and all that it started and still runs (Linux). */
export async function measureTree(pid: number): Promise<ProcessMemory[]> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8");
  const [command, status, rollup, children] = await Promise.all(
    ["cmdline", "status", "smaps_rollup", `task/${pid}/children`].map(read),
  );
  const below = await Promise.all((children ?? "").trim().split(" ").filter(Boolean).map(Number).map(measureTree));
  const residentBytes = bytesOf(status, "VmHWM");
  const othersBytes = bytesOf(rollup, "Rss") - bytesOf(rollup, "Pss");
  return [{ name: nameOf(command ?? ""), peakBytes: residentBytes - othersBytes, residentBytes }, ...below.flat()];
}

function nameOf(command: string): string {
  if (!command.includes("main.ts")) return "start";
  return /--role\0(\w+)/.exec(command)?.[1] ?? "supervisor";
}

function bytesOf(text: string | undefined, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text ?? "")?.[1] ?? 0) * 1024;
}
