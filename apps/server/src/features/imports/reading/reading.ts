export { analyseFile } from "./analyse.ts";
export { copyRows } from "./copy-rows.ts";
export type { ColumnPlan, CopyTotals, FileSource, LoadReject } from "./reading-types.ts";

/** How `copyRows` writes: `COPY … FROM STDIN (FORMAT text)`. */
export const copyFormat: "text" | "binary" = "text";
