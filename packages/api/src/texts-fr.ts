import type { Catalog } from "@weft/model/texts/phrase";

/** French of what the contract says, by the English template. */
export const apiFrench: Catalog = {};
