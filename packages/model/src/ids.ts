/** What an id names; the prefix makes an id readable in a log and a wrong one obvious. */
export const idPrefixes = {
  workspace: "wsp",
  team: "tea",
  grant: "grt",
  base: "bse",
  table: "tbl",
  field: "fld",
  upload: "upl",
  import: "imp",
  export: "exp",
  handIn: "hnd",
  round: "rnd",
  submission: "sbm",
  token: "tok",
  invitation: "inv",
  signUp: "sup",
  notice: "ntc",
  announcement: "ann",
  takeAlong: "tak",
  mail: "mal",
  worker: "wrk",
  provider: "prv",
  secret: "sec",
  auditTarget: "atg",
} as const;

export type IdKind = keyof typeof idPrefixes;

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
const randomLength = 14;

/** A new random id such as `tbl4k2j…`: 3 letters + 14 of [0-9a-z] (72 bits), safe as an SQL identifier. */
export function makeId(kind: IdKind): string {
  let id: string = idPrefixes[kind];
  while (id.length < 3 + randomLength) {
    for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(randomLength * 2))) {
      // 252 is the largest multiple of 36 below 256: taking only smaller bytes keeps every letter equally likely.
      if (byte < 252 && id.length < 3 + randomLength) id += alphabet[byte % 36];
    }
  }
  return id;
}

/** Whether `text` has the form of an id of `kind`; says nothing of whether it exists. */
export function isId(kind: IdKind, text: string): boolean {
  return text.length === 3 + randomLength && text.startsWith(idPrefixes[kind]) && /^[0-9a-z]+$/.test(text);
}
