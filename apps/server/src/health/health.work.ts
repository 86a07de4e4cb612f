import { phrase } from "@weft/model/texts/phrase";
import { countJobs, findWorkers } from "../features/queue/queue.store.ts";
import { speakToMailServer } from "../features/mails/mails.sending.ts";
import { version } from "../version.ts";
import type { HealthCheck } from "./health.ts";

const aliveSeconds = 10;
const lateMs = 60_000;

/** Work that goes on behind the pages. */
export const workChecks: HealthCheck[] = [
  {
    name: "queue",
    title: phrase`Queue`,
    without: phrase`Imports, exports and mails wait.`,
    async look(weft) {
      const { counts, oldestAt } = await countJobs(weft.db.people);
      const sum = (wanted: string) => counts.reduce((all, { state, count }) => all + (state === wanted ? count : 0), 0);
      const waitsMs = oldestAt ? Date.now() - oldestAt.getTime() : 0;
      if (waitsMs > lateMs)
        return { state: "warning", said: phrase`A job has waited for ${Math.round(waitsMs / 60_000)} min.` };
      const dead = sum("dead");
      if (dead > 0) return { state: "warning", said: phrase`${dead} jobs were given up: look at them under Jobs.` };
      return { state: "good", said: phrase`Jobs that wait: ${sum("waiting")}; that run: ${sum("running")}.` };
    },
  },
  {
    name: "workers",
    title: phrase`Workers`,
    without: phrase`No import is read, no export is written and no mail is sent.`,
    async look(weft) {
      const alive = await findWorkers(weft.db.people, aliveSeconds);
      for (const queue of ["worker", "exporter"]) {
        if (alive.some(({ roles }) => roles.includes(queue))) continue;
        return { state: "fault", said: phrase`Nobody does the jobs of ${queue}: start a process with that role.` };
      }
      const others = alive.filter((worker) => worker.version !== version).length;
      if (others > 0)
        return { state: "warning", said: phrase`${others} of ${alive.length} are of another version than this one.` };
      return { state: "good", said: phrase`At work: ${alive.length}.` };
    },
  },
  {
    name: "mail",
    title: phrase`Mail server`,
    without: phrase`Invitations, links to set a password and notices reach nobody by mail.`,
    async look(weft) {
      if (!weft.config.smtpUrl)
        return { state: "off", said: phrase`None is set: mails lie in the outbox. Set one under Mail to send them.` };
      await speakToMailServer(weft);
      return { state: "good", said: phrase`It answers and takes our name and password.` };
    },
  },
];
