/** Remembers the last `max` things used, and lets only one maker of each run at a time. */
export class Remembered<T> {
  readonly #max: number;
  readonly #things = new Map<string, T>();
  readonly #makers = new Map<string, Promise<T>>();

  constructor(max: number) {
    this.#max = max;
  }

  find(key: string): T | undefined {
    const thing = this.#things.get(key);
    if (thing !== undefined) this.keep(key, thing);
    return thing;
  }

  keep(key: string, thing: T): void {
    this.#things.delete(key);
    this.#things.set(key, thing);
    const oldest = this.#things.keys().next().value;
    if (this.#things.size > this.#max && oldest !== undefined) this.#things.delete(oldest);
  }

  drop(key: string): void {
    this.#things.delete(key);
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
