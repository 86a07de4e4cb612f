import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for this run's files; its processes find it through the environment. */
export const runFolder: string = (process.env.WEFT_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "weft-e2e-")));

/** The signed-in owner's cookies. */
export const ownerState: string = join(runFolder, "owner.json");
