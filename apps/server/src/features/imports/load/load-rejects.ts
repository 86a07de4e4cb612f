import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Reject } from "@weft/api/import-shapes";
import { makeId } from "@weft/model/ids";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { say } from "../../../language/say.ts";
import type { Weft } from "../../../weft.ts";
import type { KeptRejects } from "../imports.ending.ts";
import { rejectHeaders } from "@weft/api/import-shapes";
import type { LoadReject } from "../reading/reading.ts";

/** How many rejects the report shows; the file has all. */
const shownMax = 100;
const bufferChars = 256 * 1024;

/** A reject as it is kept: its reason is said when somebody reads it. */
type KeptReject = Omit<Reject, "reason"> & { reason: Phrase };

/** The rejects of one load: written to a file on the way, never all in memory. */
export interface Rejects {
  readonly count: number;
  readonly first: KeptReject[];
  add(reject: LoadReject): void;
  /** Puts the file into the object store; null when there are no rejects. */
  keep(): Promise<KeptRejects | null>;
  [Symbol.dispose](): void;
}

/** Begins a rejects file with the headers of the file that is loaded, for somebody who reads `language`. */
export function openRejects(weft: Weft, importId: string, headers: string[], language: Language): Rejects {
  const folder = tmpdir();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `weft-rejects-${importId}-${makeId("import")}.csv`);
  let file: number | null = null;
  let text = "";
  const flush = () => {
    file ??= openSync(path, "w", 0o600);
    writeSync(file, text);
    text = "";
  };
  const rejects = {
    count: 0,
    first: [] as KeptReject[],
    add(reject: LoadReject) {
      if (rejects.count === 0) text = `\ufeff${csvLine([...rejectHeaders, ...headers])}`;
      rejects.count += 1;
      const { line, column, value, reason, cells } = reject;
      if (rejects.first.length < shownMax)
        rejects.first.push({ line, column, value: value?.slice(0, 1000) ?? null, reason });
      text += csvLine([String(line), column, value, say(reason, language), ...cells]);
      if (text.length > bufferChars) flush();
    },
    async keep(): Promise<KeptRejects | null> {
      if (rejects.count === 0) return null;
      flush();
      const key = rejectsKey(importId);
      await weft.objects.put(key, createReadStream(path));
      return { key, count: rejects.count, first: rejects.first };
    },
    [Symbol.dispose]() {
      if (file !== null) closeSync(file);
      file = null;
      rmSync(path, { force: true });
    },
  };
  return rejects;
}

/** Where the rejects of one try lie: another's are never written over, nor deleted for it. */
function rejectsKey(importId: string): string {
  return `rejects-${importId}-${makeId("import")}.csv`;
}

/** One line of RFC 4180; an empty cell and none look the same, as in most files that people hand in. */
function csvLine(cells: (string | null)[]): string {
  const quoted = cells.map((cell) =>
    cell !== null && /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? ""),
  );
  return `${quoted.join(",")}\r\n`;
}
