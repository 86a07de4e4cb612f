import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSecret } from "../config.ts";
import { StartError } from "./start-error.ts";

/** Makes the data folder when it is not there; throws a `StartError` when it cannot be written. */
export function openDataFolder(folder: string): void {
  try {
    // 0711: as root, PostgreSQL runs as another user, who must get through to its cluster but not look around.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      code === "EACCES" || code === "EROFS" || code === "EPERM"
        ? `The data folder ${folder} cannot be written by this user: choose another with --data, or change its owner.`
        : `The data folder ${folder} cannot be used: ${message}`,
    );
  }
}

/** The secret that signs sessions: made once, kept in the data folder, readable by its owner only. */
export function readSecret(folder: string): string {
  const path = join(folder, "secret");
  if (!existsSync(path)) {
    writeFileSync(`${path}.part`, makeSecret(), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  }
  return readFileSync(path, "utf8").trim();
}
