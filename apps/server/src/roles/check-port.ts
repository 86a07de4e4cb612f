import { createServer } from "node:net";
import { StartError } from "./start-error.ts";

/** Throws a `StartError` that names a free port when nobody can listen on this one. */
export async function checkPort(host: string, port: number): Promise<void> {
  const fault = await tryPort(host, port);
  if (!fault) return;
  if (fault === "EADDRNOTAVAIL" || fault === "ENOTFOUND")
    throw new StartError(
      `This machine has no address ${host}: choose another with --host, such as 127.0.0.1 or 0.0.0.0.`,
    );
  if (fault === "EACCES")
    throw new StartError(
      `Port ${port} may not be opened by this user: choose one from 1024 up, \`npm start -- --port 8080\`.`,
    );
  let other = port + 1;
  while (other < port + 100 && (await tryPort(host, other))) other++;
  throw new StartError(
    `Port ${port} is taken by another program. Stop that one, or choose another port: npm start -- --port ${other}`,
  );
}

function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
