import type { Reading } from "@weft/api/import-shapes";

export interface NastyFile {
  what: string;
  bytes: Buffer;
  name?: string;
  types: string[];
  rows: (string | null)[][];
  reading?: Partial<Reading>;
  lineEnd?: string;
  rejects?: string[];
  warnings?: string[];
  notes?: string[];
}

type Rest = Omit<NastyFile, "what" | "bytes">;

/** A file that loaders get wrong, and what it holds. */
export function nasty(what: string, content: string | Buffer, rest: Rest): NastyFile {
  return { what, bytes: typeof content === "string" ? Buffer.from(content) : content, ...rest };
}

/** The table that many files hold in different ways. */
export const ab = {
  types: ["a: number0", "b: number0"],
  rows: [
    ["1", "2"],
    ["3", "4"],
  ],
};
