import type { PhraseValue } from "@weft/model/texts/phrase";
import type { KeptNotice } from "../notices/notices.store.ts";

/** Who is erased, and what they are called from then on. */
export interface Former {
  name: string;
  email: string;
  pseudonym: string;
}

/** Puts the pseudonym where a text says name or address as whole words; null when it says neither. */
export function renameIn(text: string, former: Former): string | null {
  const { name, email, pseudonym } = former;
  const renamed = text.replace(wordsOf(email, "giu"), () => pseudonym).replace(wordsOf(name, "gu"), () => pseudonym);
  return renamed === text ? null : renamed;
}

function wordsOf(text: string, flags: string): RegExp {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, (sign) => `\\${sign}`);
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, flags);
}

/** A notice to somebody else without the name: only what fills its sentences is looked at, so that it stays one. */
export function renameInNotice(data: KeptNotice, former: Former): KeptNotice {
  const text = typeof data.text === "string" ? (renameIn(data.text, former) ?? data.text) : data.text;
  return {
    ...data,
    title: renameInPhrase(data.title, former) as KeptNotice["title"],
    text: text === null ? null : (renameInPhrase(text, former) as KeptNotice["text"]),
  };
}

function renameInPhrase(said: PhraseValue, former: Former): PhraseValue {
  if (typeof said === "number") return said;
  if (typeof said === "string") return renameIn(said, former) ?? said;
  if ("parts" in said) return { ...said, parts: said.parts.map((part) => renameInPhrase(part, former)) };
  return { ...said, values: said.values.map((value) => renameInPhrase(value, former)) };
}

/** Under these an answer of ours names people. */
const nameKeys = new Set(["name", "email", "personName", "invitedBy", "title"]);

/** A kept answer to somebody else without the name. */
export function renameInReply(reply: unknown, former: Former, key = ""): unknown {
  if (typeof reply === "string") return nameKeys.has(key) ? (renameIn(reply, former) ?? reply) : reply;
  if (Array.isArray(reply)) return reply.map((item: unknown) => renameInReply(item, former, key));
  if (typeof reply !== "object" || reply === null) return reply;
  return Object.fromEntries(Object.entries(reply).map(([name, part]) => [name, renameInReply(part, former, name)]));
}
