import type { Json } from "./canonical.ts";
import { canonicalJson } from "./canonical.ts";

/** What the first entry names as the hash before it. */
export const firstPreviousHash = "0".repeat(64);

/** A plain value that stands beside the chain; `value` null = it has gone although the person was not erased. */
export interface PersonalValue {
  of: string;
  salt: string;
  value: string | null;
}

/** One entry with its proof: what is hashed, both hashes, and the plain values by their digest. */
export interface ChainLink {
  entry: { readonly [key: string]: Json };
  previousHash: string;
  hash: string;
  personal: Readonly<Record<string, PersonalValue>>;
}

/** Why a chain does not hold, in the order in which it is looked for. */
export const chainFaults = ["missing", "out_of_order", "content", "previous", "personal", "erased", "end"] as const;
export type ChainFault = (typeof chainFaults)[number];

/** The first number where a chain breaks, and why. */
export interface ChainBreak {
  number: number;
  fault: ChainFault;
}

interface CheckOptions {
  /** SHA-256 of a text's UTF-8, hexadecimal. */
  sha256: (text: string) => string;
  /** The chain is whole from its first entry (a database); absent = it may begin later (a file). */
  fromStart?: boolean;
  /** Entries may be missing between others (a filtered file): then each is held to itself alone. */
  gaps?: boolean;
}

/** Looks at links in their order; each step gives the first break there is, or null. */
export interface ChainCheck {
  see(link: ChainLink): ChainBreak | null;
  /** After the last: whether names are gone that nobody erased, and whether the chain ends where it should. */
  end(head?: { number: number; hash: string }): ChainBreak | null;
  readonly count: number;
  readonly last: { number: number; hash: string } | null;
}

/** Checks a chain link by link, in constant memory but for the people whose names are gone. */
export function checkChain({ sha256, fromStart = false, gaps = false }: CheckOptions): ChainCheck {
  let count = 0;
  let last = fromStart ? { number: 0, hash: firstPreviousHash } : null;
  const goneAt = new Map<string, number>();
  const erased = new Set<string>();
  return {
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    see(link) {
      const number = Number(link.entry.number);
      const fault = faultOf(link, number, last, { sha256, gaps });
      if (fault) return { number: fault === "missing" && last ? last.number + 1 : number, fault };
      count += 1;
      last = { number, hash: link.hash };
      if (link.entry.action === "person.erased") erased.add(String((link.entry.thing as { id?: string } | null)?.id));
      for (const { of, sha256: digest } of personalOf(link.entry))
        if (!link.personal[digest] && !goneAt.has(of)) goneAt.set(of, number);
      return null;
    },
    end(head) {
      const reached = last ?? { number: 0, hash: firstPreviousHash };
      if (head && head.number !== reached.number)
        return { number: Math.min(head.number, reached.number) + 1, fault: "end" };
      if (head && head.hash !== reached.hash) return { number: reached.number, fault: "end" };
      if (gaps) return null;
      const unerased = [...goneAt].filter(([of]) => !erased.has(of)).map(([, number]) => number);
      return unerased.length > 0 ? { number: Math.min(...unerased), fault: "erased" } : null;
    },
  };
}

function faultOf(
  { entry, previousHash, hash, personal }: ChainLink,
  number: number,
  last: { number: number; hash: string } | null,
  { sha256, gaps }: { sha256: (text: string) => string; gaps: boolean },
): ChainFault | null {
  if (last && number <= last.number) return "out_of_order";
  if (last && !gaps && number > last.number + 1) return "missing";
  if (sha256(`${previousHash}\n${canonicalJson(entry)}`) !== hash) return "content";
  if (last && number === last.number + 1 && previousHash !== last.hash) return "previous";
  for (const { of, sha256: digest } of personalOf(entry)) {
    const kept = personal[digest];
    if (!kept) continue;
    if (kept.of !== of || kept.value === null || sha256(`${kept.salt}:${kept.value}`) !== digest) return "personal";
  }
  return null;
}

/** Where an entry holds a digest in place of something personal. */
export interface PersonalDigest {
  of: string;
  sha256: string;
}

/** Whether a part of an entry is a digest in place of something personal. */
export function isPersonal(value: Json): value is Json & PersonalDigest {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { of, sha256, ...rest } = value as { [key: string]: Json };
  return typeof of === "string" && typeof sha256 === "string" && Object.keys(rest).length === 0;
}

/** All digests of an entry, wherever they stand in it. */
export function personalOf(value: Json): PersonalDigest[] {
  if (typeof value !== "object" || value === null) return [];
  return isPersonal(value) ? [value] : Object.values(value).flatMap(personalOf);
}

/** An entry as people read it: plain values in place of their digests, null where they were erased. */
export function readEntry(value: Json, personal: ChainLink["personal"]): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isPersonal(value)) return personal[value.sha256]?.value ?? null;
  if (Array.isArray(value)) return value.map((item: Json) => readEntry(item, personal));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readEntry(item as Json, personal)]));
}
