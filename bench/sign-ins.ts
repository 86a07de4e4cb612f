import { hashPassword, verifyPassword } from "../apps/server/src/features/people/people.passwords.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 60;
/** What the product promises of one core. */
const perSecondMin = 20;

/** How many passwords one core checks in a second, one after the other: the most of what a sign-in costs. */
export async function benchSignIns(): Promise<RowsResult[]> {
  const password = "correct horse battery staple";
  const hash = await hashPassword(password);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    if (!(await verifyPassword(hash, password))) throw new Error("the right password was refused");
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const median = times[rounds >> 1] as number;
  const measured = 1000 / median;
  const params = /\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(hash);
  return [
    {
      name: `sign-ins a second and core, with Argon2id (${Number(params?.[1]) / 1024} MiB, ${params?.[2]} passes, ${params?.[3]} lane)`,
      measured,
      limit: perSecondMin,
      unit: "sign-ins/s",
      reached: measured >= perSecondMin,
      detail: `goal ${perSecondMin}; median ${median.toFixed(1)} ms, slowest of ${rounds} ${times.at(-1)?.toFixed(1)} ms`,
    },
  ];
}
