export interface FollowOptions {
  scroller: HTMLElement;
  /** Past these lines, in px of the window, the grid scrolls on by itself. */
  edges(): { left: number; right: number; top: number; bottom: number };
  over(clientX: number, clientY: number): void;
  /** Told once, and only if the pointer was moved at all: let go (`end`), or given up (null), as by Escape. */
  done(end: PointerEvent | null): void;
  /** Let go without having been moved. */
  still?(): void;
}

/** The first pixels of a click are no drag. */
const stillPx = 5;
const pacePxMax = 40;

/** Follows what is dragged until it is let go; the function that is returned gives it up. */
export function followPointer(start: PointerEvent, { scroller, edges, over, done, still }: FollowOptions): () => void {
  let at = start;
  let frame = 0;
  let isMoved = false;

  function follow(): void {
    frame = 0;
    const { left, right, top, bottom } = edges();
    const along = beyond(at.clientX, left, right);
    const down = beyond(at.clientY, top, bottom);
    if (along !== 0 || down !== 0) {
      scroller.scrollBy(along, down);
      frame = requestAnimationFrame(follow);
    }
    over(at.clientX, at.clientY);
  }

  function onMove(event: PointerEvent): void {
    at = event;
    isMoved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) >= stillPx;
    if (isMoved) frame ||= requestAnimationFrame(follow);
  }

  function end(event: PointerEvent | null): void {
    cancelAnimationFrame(frame);
    stopping.abort();
    if (isMoved) done(event);
    else if (event) still?.();
  }

  const stopping = new AbortController();
  const { signal } = stopping;
  globalThis.addEventListener("pointermove", onMove, { signal });
  globalThis.addEventListener("pointerup", end, { signal });
  globalThis.addEventListener("pointercancel", () => end(null), { signal });
  globalThis.addEventListener(
    "keydown",
    (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(null);
    },
    { signal, capture: true },
  );
  return () => stopping.signal.aborted || end(null);
}

/** How far a coordinate is outside [low, high], in px, slowed down to a pace one can follow. */
function beyond(at: number, low: number, high: number): number {
  if (at < low) return Math.max(-pacePxMax, (at - low) / 2);
  return at > high ? Math.min(pacePxMax, (at - high) / 2) : 0;
}
