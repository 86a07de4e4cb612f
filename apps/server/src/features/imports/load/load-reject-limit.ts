import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Load } from "./load.ts";

const goesOnMs = 2000;
const goesOnRejects = 100;

/** How many rejects a load bears. It ends soon after: a moment later, so that the person sees more than one fault at once. */
interface RejectLimit {
  /** Asked at each reject; ends the load through its watch. */
  check(): void;
  /** Asked when all is read; throws `import.rejects`. */
  checkEnd(): void;
}

/** The limit the import's choices set: none in strict mode. */
export function openRejectLimit({ row, rejects, watch }: Pick<Load, "row" | "rejects" | "watch">): RejectLimit {
  const { strict, rejectsMax } = row.options;
  const max = strict ? 0 : (rejectsMax ?? Number.POSITIVE_INFINITY);
  let passedAt = 0;
  const refusal = () =>
    new Problem(
      "import.rejects",
      strict
        ? phrase`Rows were rejected, and this import is strict: nothing was loaded. Mend the rows in the rejects file, or load without strict.`
        : phrase`More than ${max} rows were rejected: nothing was loaded. Mend the rows in the rejects file, or allow more.`,
      rejects.first.map(({ line, column, reason }) => ({
        path: column === null ? phrase`line ${line}` : phrase`line ${line}, ${column}`,
        message: reason,
      })),
    );
  return {
    check() {
      if (rejects.count <= max) return;
      passedAt ||= Date.now();
      if (rejects.count > max + goesOnRejects || Date.now() - passedAt > goesOnMs) watch.abort(refusal());
    },
    checkEnd() {
      if (rejects.count > max) throw refusal();
    },
  };
}
