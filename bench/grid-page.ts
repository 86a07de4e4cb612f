import type { Page } from "@playwright/test";

/** What runs inside the page: each function stands alone there. */

export interface Jump {
  paintedMs: number;
  serverMs: number;
}

/** Begins to watch in the page, acts only when that has begun, and gives what was seen; gives up after a minute. */
async function timed<Seen, Argument>(
  page: Page,
  watch: (argument: Argument) => Promise<Seen>,
  argument: Argument,
  act: () => Promise<void>,
): Promise<Seen> {
  const seen = await page.evaluateHandle(`({ promise: (${watch.toString()})(${JSON.stringify(argument)}) })`);
  await act();
  const within = 60_000;
  return Promise.race([
    seen.evaluate((held) => (held as unknown as { promise: Promise<Seen> }).promise),
    new Promise<never>((_, refuse) => {
      setTimeout(() => refuse(new Error(`Not seen in the page within ${within / 1000} s.`)), within).unref();
    }),
  ]);
}

/** Types a row number and Enter as a person does; from that key to the frame after its cells are there. */
export async function jumpTo(page: Page, row: number): Promise<Jump> {
  await page.locator(".wg-scroller").focus();
  await page.keyboard.press("Control+g");
  await page.locator("dialog[open] input").fill(String(row));
  return timed<Jump, number>(
    page,
    (index) =>
      new Promise((resolve, reject) => {
        const isThere = () => {
          const cells = document.querySelectorAll(`[data-row="${index}"]:not([aria-busy="true"]) [data-column] > *`);
          return cells.length > 0;
        };
        const onKey = (event: KeyboardEvent): void => {
          if (event.key !== "Enter") return;
          removeEventListener("keydown", onKey, true);
          const start = event.timeStamp;
          performance.clearResourceTimings();
          const look = (): void => {
            if (performance.now() - start > 20_000) reject(new Error("The row was not reached within 20 s."));
            else if (!isThere()) return void requestAnimationFrame(look);
            // After the frame that holds them has been drawn.
            const { port1, port2 } = new MessageChannel();
            port1.start();
            port1.addEventListener("message", () => {
              const calls = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
              const read = calls.filter(({ name }) => name.includes("/rows?"));
              const serverMs = Math.max(0, ...read.map((call) => call.responseStart - call.requestStart));
              resolve({ paintedMs: performance.now() - start, serverMs });
            });
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        };
        addEventListener("keydown", onKey, true);
      }),
    row - 1,
    () => page.keyboard.press("Enter"),
  );
}

export interface Scrolling {
  framesPerSecond: number;
  /** Longest time in which some of the view had no cells to show. */
  blankMs: number;
}

/** Counts frames, and looks at each whether the rows in sight have their cells, while `scroll` scrolls. */
export async function watchScrolling(page: Page, scroll: () => Promise<unknown>): Promise<Scrolling> {
  await page.evaluate(() => {
    const state = { frames: 0, from: performance.now(), blankFrom: 0, blankMs: 0, isOn: true };
    Object.assign(globalThis, { benchScrolling: state });
    const scroller = document.querySelector<HTMLElement>(".wg-scroller");
    let before = performance.now();
    /** The scroll bar and the figures below the columns. */
    const footPx = 50;
    const isBlank = (): boolean => {
      if (!scroller) return false;
      const view = scroller.getBoundingClientRect();
      const top = view.top + 40;
      let first = Infinity;
      let last = -Infinity;
      for (const row of scroller.querySelectorAll("[data-row]")) {
        const { top: rowTop, bottom } = row.getBoundingClientRect();
        if (bottom <= top || rowTop >= view.bottom) continue;
        if (row.getAttribute("aria-busy") === "true") return true;
        first = Math.min(first, rowTop);
        last = Math.max(last, bottom);
      }
      return first > top + 1 || last < view.bottom - footPx;
    };
    // Before the grid hears of it: what the browser has scrolled to already, over what was drawn for the frame before.
    const onScroll = (): void => {
      if (state.blankFrom === 0 && isBlank()) state.blankFrom = before;
    };
    scroller?.addEventListener("scroll", onScroll, { capture: true });
    const look = (now: number): void => {
      if (!state.isOn) return;
      state.frames += 1;
      const blank = isBlank();
      if (blank && state.blankFrom === 0) state.blankFrom = now;
      if (state.blankFrom > 0) state.blankMs = Math.max(state.blankMs, now - state.blankFrom);
      if (!blank) state.blankFrom = 0;
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await scroll();
  return page.evaluate(() => {
    const { benchScrolling: state } = globalThis as unknown as {
      benchScrolling: { frames: number; from: number; blankMs: number; isOn: boolean };
    };
    state.isOn = false;
    return { framesPerSecond: (state.frames * 1000) / (performance.now() - state.from), blankMs: state.blankMs };
  });
}

/** Moves the scroll bar from end to end in 30 frames, as a hand drags it; from its release to cells in all rows. */
export function dragBar(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const scroller = document.querySelector<HTMLElement>(".wg-scroller") as HTMLElement;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const max = scroller.scrollHeight - scroller.clientHeight;
    const [from, to] = scroller.scrollTop > max / 2 ? [max, 0] : [0, max];
    for (let step = 1; step <= 30; step++) {
      scroller.scrollTop = from + ((to - from) * step) / 30;
      await frame();
    }
    const released = performance.now();
    for (;;) {
      await frame();
      const busy = scroller.querySelector('[data-row][aria-busy="true"]');
      const wanted = to === 0 ? '[data-row="0"]' : ".wg-add-row";
      if (!busy && scroller.querySelector(wanted)) return performance.now() - released;
    }
  });
}

/** From a key to the frame in which its character stands in the editor; leaves the editor open. */
export async function typeCharacter(page: Page, key: string): Promise<number> {
  return timed<number, string>(
    page,
    (wanted) =>
      new Promise((resolve) => {
        addEventListener(
          "keydown",
          ({ timeStamp }) => {
            const look = (): void => {
              const held = document.activeElement;
              const text = held instanceof HTMLInputElement || held instanceof HTMLTextAreaElement ? held.value : "";
              if (!text.endsWith(wanted)) return void requestAnimationFrame(look);
              const { port1, port2 } = new MessageChannel();
              port1.start();
              port1.addEventListener("message", () => resolve(performance.now() - timeStamp));
              port2.postMessage(null);
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      }),
    key,
    () => page.keyboard.press(key),
  );
}

/** From what `act` does (a key, a paste) until no cell waits any more for the server's word. */
export async function untilConfirmed(page: Page, act: () => Promise<void>): Promise<number> {
  return timed<number, null>(
    page,
    () =>
      new Promise((resolve) => {
        let from = 0;
        for (const kind of ["keydown", "paste"])
          addEventListener(kind, (event) => (from ||= event.timeStamp), { capture: true, once: true });
        let wasWaiting = false;
        const seen = new MutationObserver(() => {
          const isWaiting = document.querySelector(".wg-pending") !== null;
          wasWaiting ||= isWaiting;
          if (!wasWaiting || isWaiting) return;
          seen.disconnect();
          resolve(performance.now() - from);
        });
        seen.observe(document.querySelector(".wg-body") as Element, { childList: true, subtree: true });
      }),
    null,
    act,
  );
}

/** Pastes this text where the selection is. */
export function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((tsv) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", tsv);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".wg-scroller")?.dispatchEvent(event);
  }, text);
}

export interface Load {
  /** Script and style the page needs, as it came over the wire. */
  bytes: number;
  files: number;
  /** What it fetches beforehand when it is idle, for what may be opened. */
  aheadBytes: number;
  paintMs: number;
}

/** What this page has fetched, and its first paint. */
export function readLoad(page: Page): Promise<Load> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=prefetch]")];
    const ahead = new Set(links.map(({ href }) => href));
    const fetched = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const own = fetched.filter(({ name }) => /\.(?:js|css)(?:\?|$)/.test(name));
    const sum = (list: PerformanceResourceTiming[]) => list.reduce((total, each) => total + each.encodedBodySize, 0);
    const needed = own.filter(({ name }) => !ahead.has(name));
    const rows = document.querySelectorAll('[data-row]:not([aria-busy="true"])').length;
    if (rows === 0) throw new Error("The page shows no rows.");
    return {
      bytes: sum(needed),
      files: needed.length,
      aheadBytes: sum(own) - sum(needed),
      paintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity,
    };
  });
}
