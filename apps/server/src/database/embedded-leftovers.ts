import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const marker = "data-folder.txt";

/** In a data folder: where its database lies, when that is elsewhere. */
export const pointer = "cluster-place.txt";

/** Notes in a database's place outside its data folder to which one it belongs. */
export async function markPlace(place: string, folder: string): Promise<void> {
  await writeFile(join(place, marker), `${folder}\n`);
}

/**
 * Databases in `shared` whose data folder is gone, or has another database by now. They are only told of: a folder that
 * is not mounted just now looks the same as one that was deleted.
 */
export async function findLeftovers(shared: string): Promise<{ place: string; folder: string }[]> {
  const names = await readdir(shared).catch(() => []);
  const leftovers = [];
  for (const name of names) {
    const place = join(shared, name);
    const folder = (await readFile(join(place, marker), "utf8").catch(() => "")).trim();
    if (!folder) continue;
    const pointsTo = (await readFile(join(folder, pointer), "utf8").catch(() => "")).trim();
    if (pointsTo !== join(place, "cluster")) leftovers.push({ place, folder });
  }
  return leftovers;
}
