import { buildApp } from "../app.ts";
import { addWebDoors } from "../doors/web-pages.ts";
import { addOperationRoutes, memoryOfOthers } from "../health/operation-routes.ts";
import { countFromDatabase } from "../metrics/database-figures.ts";
import { countSockets } from "../metrics/sockets.ts";
import { countPools } from "../metrics/pools.ts";
import { countProcess } from "../metrics/metrics.ts";
import { startPulse } from "../metrics/pulse.ts";
import type { Weft } from "../weft.ts";
import { StartError } from "./start-error.ts";

/** Streams that never end by themselves (events, sockets) get so long to be told before they are cut. */
const drainMs = 1000;

/** The api, listening on the one address people open. */
export async function startApi(weft: Weft): Promise<{ stop(): Promise<void> }> {
  countProcess("api");
  countPools(weft);
  countFromDatabase(weft);
  const app = await buildApp(weft);
  countSockets(app);
  addOperationRoutes(app, weft);
  await addWebDoors(app, weft);
  const { host, port } = weft.config;
  await app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new StartError(`Port ${port} is taken by another program.`) : error;
  });
  const stopPulse = startPulse(weft, {
    sockets: () => app.websocketServer.clients.size,
    memoryBytes: () => process.memoryUsage.rss() + memoryOfOthers(),
  });
  return {
    async stop() {
      stopPulse();
      const cut = setTimeout(() => app.server.closeAllConnections(), drainMs);
      app.server.closeIdleConnections();
      await app.close();
      clearTimeout(cut);
    },
  };
}
