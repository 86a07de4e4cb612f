import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { userInfo } from "node:os";
import { markPlace, pointer } from "./embedded-leftovers.ts";
import { initdb, postgres } from "./embedded-programs.ts";

/** Where the embedded database lies and as whom it runs. */
export interface Place {
  cluster: string;
  postgres: string;
  initdb: string;
  /** PostgreSQL refuses to run as root: the user it runs as instead; absent = whoever runs Weft. */
  owner?: { uid: number; gid: number };
  /** Set when data lies elsewhere than in the data folder: one sentence that says so. */
  note?: string;
}

/** Outside of every home: where another user can read programs and keep a cluster. */
export const sharedFolder = "/var/lib/weft";

/** Finds the place for a database of `folder`; as root it may copy the programs and put the cluster where `postgres` can reach them. */
export async function findPlace(folder: string): Promise<Place> {
  const own = { cluster: join(folder, "cluster"), postgres, initdb };
  const pointed = join(folder, pointer);
  if (process.getuid?.() !== 0) {
    assertOurs(own.cluster);
    return own;
  }
  const cluster = existsSync(pointed) ? (await readFile(pointed, "utf8")).trim() : own.cluster;
  const owner = existsSync(cluster) ? ownerOf(cluster) : findUnprivilegedUser();
  const programs = canReach(dirname(postgres), owner) ? own : await copyPrograms();
  if (canReach(dirname(cluster), owner)) {
    if (cluster !== own.cluster) await markPlace(dirname(cluster), folder);
    return { ...programs, cluster, owner };
  }
  const elsewhere = join(sharedFolder, createHash("sha256").update(folder).digest("hex").slice(0, 16));
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  await markPlace(elsewhere, folder);
  await writeFile(pointed, `${join(elsewhere, "cluster")}\n`);
  return {
    ...programs,
    cluster: join(elsewhere, "cluster"),
    owner,
    note: `PostgreSQL may not run as root, and its user cannot reach ${folder}: the database lies in ${elsewhere}.`,
  };
}

function assertOurs(cluster: string): void {
  if (!existsSync(cluster)) return;
  const { uid } = statSync(cluster);
  if (uid === process.getuid?.()) return;
  throw new Error(
    `The database in ${cluster} belongs to another user (uid ${uid}): start Weft as that user or as root, or give the folder to ${userInfo().username} with chown.`,
  );
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path);
  return uid === 0 ? findUnprivilegedUser() : { uid, gid };
}

/** `postgres` when there is one or one can be made, else `nobody`: initdb wants a user with a name. */
function findUnprivilegedUser(): { uid: number; gid: number } {
  const found = findUser("postgres") ?? (makeUser("postgres") ? findUser("postgres") : null) ?? findUser("nobody");
  if (found) return found;
  throw new Error(
    "PostgreSQL may not run as root, and there is no user `postgres` or `nobody` to run it as: make one, start Weft as another user, or set WEFT_DATABASE_URL.",
  );
}

function findUser(name: string): { uid: number; gid: number } | null {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return null;
  }
}

function makeUser(name: string): boolean {
  try {
    execFileSync("useradd", ["--system", "--user-group", "--shell", "/usr/sbin/nologin", name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Whether a user gets through every folder down to `path`. */
function canReach(path: string, owner: { uid: number; gid: number }): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Copies PostgreSQL (60 MB) once for each version to where other users can read it. */
async function copyPrograms(): Promise<{ postgres: string; initdb: string }> {
  const native = resolve(dirname(postgres), "..");
  const version = createHash("sha256")
    .update(native)
    .update(String(statSync(postgres).mtimeMs))
    .digest("hex");
  const target = join(sharedFolder, `postgresql-${version.slice(0, 12)}`);
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await chmod(partial, 0o755);
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { postgres: join(target, "bin", "postgres"), initdb: join(target, "bin", "initdb") };
}
