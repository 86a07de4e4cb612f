import type { Sort } from "@weft/model/filter";
import type { ComputedRef, InjectionKey } from "vue";
import { inject, provide } from "vue";
import type { Writing } from "./cells/read-cell.ts";
import type { ColumnLayout } from "./geometry.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { WantedFigures } from "./row-source.ts";
import type { GridTexts } from "./texts.ts";
import type { Viewport } from "./use-viewport.ts";

/** What every part of a grid is drawn with. Refs in an object that stays: a part is drawn anew only for what it reads. */
export interface GridLook {
  gridId: string;
  columns: ComputedRef<readonly GridColumn[]>;
  layout: ComputedRef<ColumnLayout>;
  /** Places of the columns to draw: the frozen ones, then those in sight. */
  visible: ComputedRef<readonly number[]>;
  gutterPx: ComputedRef<number>;
  rowPx: ComputedRef<number>;
  /** Rows have room for more than one line. */
  isTall: ComputedRef<boolean>;
  view: Viewport;
  /** Fields rows are grouped by, the outermost first. */
  group: ComputedRef<readonly Sort[]>;
  /** The figure below each column. */
  footers: ComputedRef<WantedFigures>;
  isReadonly: ComputedRef<boolean>;
  writing: ComputedRef<Writing>;
  texts: ComputedRef<GridTexts>;
}

const lookKey: InjectionKey<GridLook> = Symbol("grid look");

/** Gives the look to all components below the one that calls it. */
export function provideLook(look: GridLook): void {
  provide(lookKey, look);
}

/** The look of the grid a component belongs to; throws outside of one. */
export function useLook(): GridLook {
  const look = inject(lookKey);
  if (!look) throw new Error("A part of a grid stands outside of a grid.");
  return look;
}
