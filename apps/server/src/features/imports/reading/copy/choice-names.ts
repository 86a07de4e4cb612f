const namesMax = 500;

/** The names of a choice column: those it offers and, in order of appearance, those the file adds, at most 500 in all. */
export class ChoiceNames {
  readonly added: string[] = [];
  #known = new Set<string>();
  /** The last names met as bytes, by length: most cells repeat one of them. */
  #recent: Buffer[][] = [];

  constructor(names: string[]) {
    for (const name of names) this.#known.add(name);
  }

  /** Whether the name has a place among the choices; a new one takes the next. */
  has(bytes: Buffer, start: number, end: number): boolean {
    const recent = (this.#recent[end - start] ??= []);
    for (const known of recent) if (isEqual(known, bytes, start)) return true;
    const name = bytes.toString("utf8", start, end);
    if (!this.#known.has(name)) {
      if (name.length > 200 || this.#known.size >= namesMax) return false;
      this.#known.add(name);
      this.added.push(name);
    }
    recent.push(Buffer.from(name));
    return true;
  }
}

function isEqual(known: Buffer, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
