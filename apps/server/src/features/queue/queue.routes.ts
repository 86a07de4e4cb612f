import * as contract from "@weft/api/queue";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { cancelJob, getQueue, listQueuedJobs, retryJob } from "./queue.actions.ts";

/** Opens the doors of the queue, for who runs the instance. */
export function registerQueueRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getQueue, ({ actor }) => getQueue(weft, actor));
  route(app, weft, contract.listQueuedJobs, ({ actor, query }) => listQueuedJobs(weft, actor, query));
  route(app, weft, contract.retryJob, ({ actor, params }) => retryJob(weft, actor, params.jobId));
  route(app, weft, contract.cancelJob, ({ actor, params }) => cancelJob(weft, actor, params.jobId));
}
