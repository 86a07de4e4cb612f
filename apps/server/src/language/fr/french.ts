import { apiFrench } from "@weft/api/texts-fr";
import type { Catalog } from "@weft/model/texts/phrase";
import { modelFrench } from "@weft/model/texts/fr";

/** All French of the server, by the English template. */
export const french: Catalog = { ...modelFrench, ...apiFrench };
