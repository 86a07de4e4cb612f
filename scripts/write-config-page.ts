import { writeFileSync } from "node:fs";
import { configPage } from "../apps/server/src/config-page.ts";

/** `npm run docs`: writes docs/config.md from the settings in the code. */
writeFileSync(new URL("../docs/config.md", import.meta.url), configPage());
