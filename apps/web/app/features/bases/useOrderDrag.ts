import { onBeforeUnmount, ref } from "vue";
import { placeBefore, stepBefore } from "./order.ts";

interface Thing {
  id: string;
}

/** Farther than this the pointer drags and does not click. */
const slackPx = 5;
/** A finger that stays this long takes hold; one that moves sooner scrolls. */
const holdMs = 350;

/**
 * Puts things of a list in another order: drawn by mouse, held and drawn by finger, or Alt with an arrow key. Each row is
 * within an element that has `data-order` with its id, and those stand side by side.
 */
export function useOrderDrag() {
  /** What is drawn, and what it would stand before (null = last). */
  const drag = ref<{ id: string; before: string | null } | null>(null);
  let end: (() => void) | undefined;
  onBeforeUnmount(() => end?.());

  function onPointerdown(event: PointerEvent, thing: Thing, among: readonly Thing[], move: Move): void {
    const row = (event.currentTarget as HTMLElement).closest<HTMLElement>("[data-order]");
    if (!row || event.button !== 0 || among.length < 2 || (event.target as Element).closest("button")) return;
    const isTouch = event.pointerType !== "mouse";
    const begin = () => (drag.value ??= { id: thing.id, before: null });
    const timer = isTouch ? setTimeout(() => take(event.clientY), holdMs) : undefined;
    const stop = new AbortController();
    const listen = { signal: stop.signal };
    end?.();
    end = () => {
      clearTimeout(timer);
      stop.abort();
      drag.value = null;
      end = undefined;
    };

    function take(y: number): void {
      begin().before = findBefore(row!, thing.id, y);
    }
    function drop(): void {
      const before = drag.value?.before;
      const isTaken = drag.value !== null;
      end?.();
      if (!isTaken) return;
      // The click that ends a drag must not open what was drawn.
      const swallow = (click: Event) => {
        click.preventDefault();
        click.stopPropagation();
      };
      globalThis.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => globalThis.removeEventListener("click", swallow, { capture: true }));
      const next = placeBefore(among, thing.id, before ?? null);
      if (before !== undefined && next.some(({ id }, at) => id !== among[at]?.id)) move(before);
    }

    globalThis.addEventListener(
      "pointermove",
      (moved: PointerEvent) => {
        const isFar = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > slackPx;
        if (drag.value || (isFar && !isTouch)) take(moved.clientY);
        else if (isFar) end?.();
      },
      listen,
    );
    globalThis.addEventListener("pointerup", drop, listen);
    globalThis.addEventListener("pointercancel", () => end?.(), listen);
    globalThis.addEventListener("keydown", (pressed: KeyboardEvent) => pressed.key === "Escape" && end?.(), listen);
    // What is held does not scroll, and opens no menu of the browser.
    const hold = (held: Event) => drag.value && held.preventDefault();
    globalThis.addEventListener("touchmove", hold, { ...listen, passive: false });
    globalThis.addEventListener("contextmenu", hold, listen);
  }

  function onKeydown(event: KeyboardEvent, thing: Thing, among: readonly Thing[], move: Move): void {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (!by || !event.altKey) return;
    event.preventDefault();
    const before = stepBefore(among, thing.id, by);
    if (before === undefined) return;
    move(before);
    // The row is put elsewhere in the document, and what is moved there loses the focus.
    const focused = event.target as HTMLElement;
    requestAnimationFrame(() => focused.focus());
  }

  return { drag, onPointerdown, onKeydown };
}

type Move = (before: string | null) => void;

/** The row whose middle is the first below the pointer. */
function findBefore(row: HTMLElement, id: string, y: number): string | null {
  const rows = [...(row.parentElement?.children ?? [])].filter(
    (each): each is HTMLElement => "order" in (each as HTMLElement).dataset,
  );
  const next = rows.find((each) => {
    const { top, height } = each.getBoundingClientRect();
    return y < top + height / 2;
  });
  (next ?? rows.at(-1))?.scrollIntoView({ block: "nearest" });
  const before = next?.dataset.order ?? null;
  return before === id ? (stepAfter(rows, id) ?? null) : before;
}

function stepAfter(rows: HTMLElement[], id: string): string | undefined {
  return rows[rows.findIndex((each) => each.dataset.order === id) + 1]?.dataset.order;
}
