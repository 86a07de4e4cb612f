const programLimitExceeded = "54000";

/**
 * Whether PostgreSQL refused a row because it does not fit into one page (8 kB): long cells lie outside of the row, but
 * hundreds of short ones cannot. Told by the place that raised it, since its text may be in any language.
 */
export function isRowTooBig(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string };
  return code === programLimitExceeded && routine === "RelationGetBufferForTuple";
}
