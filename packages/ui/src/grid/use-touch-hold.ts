import type { ShallowRef } from "vue";
import { onBeforeUnmount } from "vue";
import type { MenuKind, MenuRequest } from "./use-context-menu.ts";

export interface TouchHoldOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  /** Selects what was pressed and says of what kind it is; undefined where there is nothing to offer. */
  take(target: Element): MenuKind | undefined;
  /** Begins to drag selected rows or columns; false where they cannot be. `onStill` is told when they were not moved at all. */
  lift(kind: MenuKind, event: PointerEvent, onStill: () => void): boolean;
  isEditing(): boolean;
  onAsk(request: MenuRequest): void;
}

/** A finger that stays this long asks for the menu or lifts a row or column; one that moves farther than this scrolls. */
const holdMs = 500;
const slackPx = 8;
/** On the element that scrolls: what is under the finger is held by it, and the finger scrolls no more. */
const liftedClass = "is-lifted";

/** Makes the browser ask before it scrolls from a handle: only a listener that was there before the touch may refuse. */
export function askBeforeScroll(): void {}

/**
 * A finger that stays. On cells the menu opens. A row by its number and a column by its head are lifted: they follow the
 * finger, and where it is let go without having moved the menu opens.
 */
export function useTouchHold(options: TouchHoldOptions) {
  const { scroller, take, lift, isEditing, onAsk } = options;
  let stop: (() => void) | undefined;
  let isTouch = false;
  onBeforeUnmount(() => stop?.());

  function onPointerdown(event: PointerEvent): void {
    stop?.();
    isTouch = event.pointerType === "touch";
    const target = event.target as Element;
    if (!isTouch || !event.isPrimary || isEditing() || target.closest("button")) return;
    const stopping = new AbortController();
    const { signal } = stopping;
    const timer = setTimeout(() => {
      stop?.();
      hold(target, event);
    }, holdMs);
    stop = () => {
      clearTimeout(timer);
      stopping.abort();
    };
    const onMove = (move: PointerEvent): void => {
      if (Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) > slackPx) stop?.();
    };
    globalThis.addEventListener("pointermove", onMove, { signal });
    for (const end of ["pointerup", "pointercancel"]) globalThis.addEventListener(end, () => stop?.(), { signal });
  }

  function hold(target: Element, event: PointerEvent): void {
    const kind = take(target);
    if (!kind) return;
    swallowTap();
    const ask = (): void => onAsk({ kind, xPx: event.clientX, yPx: event.clientY });
    if (!target.closest("[data-gutter], [data-heading]") || !lift(kind, event, ask)) return ask();
    const held = scroller.value;
    const stopping = new AbortController();
    held?.classList.add(liftedClass);
    navigator.vibrate?.(10);
    // The row that was pressed may leave while the grid scrolls on: the pointer must not go with it.
    held?.setPointerCapture(event.pointerId);
    const refuse = (move: Event): void => move.preventDefault();
    target.addEventListener("touchmove", refuse, { passive: false, signal: stopping.signal });
    stop = () => {
      held?.classList.remove(liftedClass);
      stopping.abort();
    };
    for (const end of ["pointerup", "pointercancel"])
      globalThis.addEventListener(end, () => stop?.(), { signal: stopping.signal });
  }

  /** A browser may take a hold for a tap: what it says of it as a mouse must neither edit, select nor take the keyboard. */
  function swallowTap(): void {
    const over = new AbortController();
    const swallow = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    for (const type of ["mousedown", "mouseup", "click"])
      globalThis.addEventListener(type, swallow, { capture: true, signal: over.signal });
    globalThis.addEventListener("pointerdown", () => over.abort(), { capture: true, signal: over.signal });
  }

  return {
    onPointerdown,
    /** Whether the browser asks for a menu because of a finger, which is answered here. */
    isAskedByFinger: () => isTouch,
  };
}
