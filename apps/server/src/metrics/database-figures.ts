import { Gauge } from "prom-client";
import type { Weft } from "../weft.ts";
import { registry } from "./metrics.ts";

/** Figures that the database knows for all processes: read at a scrape, by the api only. */
export function countFromDatabase(weft: Weft): void {
  const jobs: Gauge<"job" | "state"> = new Gauge({
    name: "weft_jobs_waiting",
    help: "Jobs in the queue by name and state (waiting, running, given_up).",
    labelNames: ["job", "state"],
    registers: [registry],
    collect: () => read(weft, jobs, jobsByState),
  });
  const imports: Gauge<"state"> = new Gauge({
    name: "weft_imports",
    help: "Imports by state.",
    labelNames: ["state"],
    registers: [registry],
    collect: () => read(weft, imports, importsByState),
  });
  const rows: Gauge<"result"> = new Gauge({
    name: "weft_import_rows",
    help: "Rows of all imports that have ended, by what became of them.",
    labelNames: ["result"],
    registers: [registry],
    collect: () => read(weft, rows, importedRows),
  });
  const bytes: Gauge = new Gauge({
    name: "weft_upload_bytes",
    help: "Bytes of all files handed in.",
    registers: [registry],
    collect: () => read(weft, bytes, "select coalesce(sum(received_bytes), 0)::float8 as value from weft.uploads"),
  });
}

const jobsByState = `
  select task_identifier as job,
    case when locked_at is not null then 'running' when attempts >= max_attempts then 'given_up' else 'waiting' end as state,
    count(*)::int as value
  from graphile_worker.jobs group by 1, 2`;

const importsByState = "select state, count(*)::int as value from weft.imports group by 1";

const importedRows = `
  select result, coalesce(sum(rows), 0)::float8 as value
  from weft.imports, lateral (values ('loaded', loaded), ('rejected', rejected)) as counts (result, rows) group by 1`;

/** Each row is one sample: column `value`, the other columns its labels. A database that is away leaves the old values. */
async function read<Label extends string>(weft: Weft, gauge: Gauge<Label>, query: string): Promise<void> {
  const answer = await weft.db.peoplePool.query<Record<Label, string> & { value: number }>(query).catch(() => null);
  if (!answer) return;
  gauge.reset();
  for (const { value, ...labels } of answer.rows) gauge.set(labels as unknown as Partial<Record<Label, string>>, value);
}
