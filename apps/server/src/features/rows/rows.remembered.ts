/**
 * Remembers the things used last, up to a size of `max` together (by default each counts 1), and lets only one maker of
 * each run at a time. The one just kept stays, however big.
 */
export class Remembered<T> {
  readonly #max: number;
  readonly #sizeOf: (thing: T) => number;
  readonly #things = new Map<string, T>();
  readonly #makers = new Map<string, Promise<T>>();
  #size = 0;

  constructor(max: number, sizeOf: (thing: T) => number = () => 1) {
    this.#max = max;
    this.#sizeOf = sizeOf;
  }

  find(key: string): T | undefined {
    const thing = this.#things.get(key);
    if (thing !== undefined) this.keep(key, thing);
    return thing;
  }

  keep(key: string, thing: T): void {
    this.drop(key);
    this.#things.set(key, thing);
    this.#size += this.#sizeOf(thing);
    for (const oldest of this.#things.keys()) {
      if (this.#size <= this.#max || oldest === key) break;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    const thing = this.#things.get(key);
    if (thing === undefined) return;
    this.#things.delete(key);
    this.#size -= this.#sizeOf(thing);
  }

  /** Makes a thing unless that is under way already, and keeps it. */
  make(key: string, maker: () => Promise<T>): Promise<T> {
    const running = this.#makers.get(key);
    if (running) return running;
    const made = maker()
      .then((thing) => {
        this.keep(key, thing);
        return thing;
      })
      .finally(() => this.#makers.delete(key));
    this.#makers.set(key, made);
    return made;
  }
}
