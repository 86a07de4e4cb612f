import { exitCodes } from "./failures.ts";

/** Does `work`; Ctrl-C meanwhile first does `stop` and then ends the program, a second one ends it at once. */
export async function whileStoppable<Result>(stop: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  let isStopping = false;
  const listen = () => {
    if (isStopping) process.exit(exitCodes.failed);
    isStopping = true;
    void stop().finally(() => process.exit(exitCodes.failed));
  };
  process.on("SIGINT", listen);
  process.on("SIGTERM", listen);
  try {
    return await work();
  } finally {
    process.off("SIGINT", listen);
    process.off("SIGTERM", listen);
  }
}
