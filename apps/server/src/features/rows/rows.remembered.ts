interface Making<T> {
  made: Promise<T>;
  controller: AbortController;
  waiting: number;
}

/**
 * Remembers the things used last, up to a size of `max` together (by default each counts 1), and lets only one maker of
 * each run at a time. The one just kept stays, however big.
 */
export class Remembered<T> {
  readonly #max: number;
  readonly #sizeOf: (thing: T) => number;
  readonly #things = new Map<string, T>();
  readonly #makers = new Map<string, Making<T>>();
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

  /** Makes a thing unless that is under way already, and keeps it. It is broken off when all who wait for it have gone. */
  make(key: string, maker: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const making = this.#makers.get(key) ?? this.#begin(key, maker);
    making.waiting++;
    const leave = () => {
      if (--making.waiting > 0) return;
      if (this.#makers.get(key) === making) this.#makers.delete(key);
      making.controller.abort();
    };
    signal?.addEventListener("abort", leave, { once: true });
    return making.made.finally(() => signal?.removeEventListener("abort", leave));
  }

  #begin(key: string, maker: (signal: AbortSignal) => Promise<T>): Making<T> {
    const controller = new AbortController();
    const made = maker(controller.signal)
      .then((thing) => {
        this.keep(key, thing);
        return thing;
      })
      .finally(() => {
        if (this.#makers.get(key) === making) this.#makers.delete(key);
      });
    const making = { made, controller, waiting: 0 };
    this.#makers.set(key, making);
    return making;
  }
}
