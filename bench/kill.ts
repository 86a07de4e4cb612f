import { killAtRandom } from "../apps/server/src/features/imports/kills.make.ts";

/** Kills at random moments of 200 imports; gives how many did not end with the file loaded exactly once. */
export async function benchKills(kills = 200): Promise<{ kills: number; faults: number }> {
  const { undisturbed, killed } = await killAtRandom({ kills, rows: 40_000 });
  const faults = killed.filter(
    ({ state, checksum, totals }) =>
      state !== "done" || checksum !== undisturbed.checksum || totals?.read !== undisturbed.totals?.read,
  );
  return { kills: killed.length, faults: faults.length };
}

if (import.meta.main) {
  const { kills, faults } = await benchKills(Number(process.argv[2] ?? 200));
  console.log(
    `${faults === 0 ? "reached" : "missed "}  ${kills} kills, ${faults} of them left anything but the file once`,
  );
}
