import { exitCodes } from "./failures.ts";

/** One Ctrl-C can come twice, from the terminal and handed on by the program that started this one. */
const sameMs = 200;

/** Does `work`; Ctrl-C meanwhile first does `stop` and then ends the program, a second one ends it at once. */
export async function whileStoppable<Result>(stop: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  let stopping: Promise<void> | null = null;
  let askedAt = 0;
  const listen = () => {
    if (stopping && performance.now() - askedAt < sameMs) return;
    if (stopping) process.exit(exitCodes.failed);
    askedAt = performance.now();
    stopping = stop().then(
      () => process.exit(exitCodes.failed),
      (error: unknown) => {
        process.stderr.write(`weft: the server could not be told to stop: ${(error as Error).message}\n`);
        process.exit(exitCodes.failed);
      },
    );
  };
  process.on("SIGINT", listen);
  process.on("SIGTERM", listen);
  try {
    return await work();
  } finally {
    // What is being stopped has nothing more to say: the program ends when the server knows.
    await stopping;
    process.off("SIGINT", listen);
    process.off("SIGTERM", listen);
  }
}
