import type { Catalog } from "./phrase.ts";

/** French of what values, filters and sorts say, by the English template. */
export const modelFrench: Catalog = {};
