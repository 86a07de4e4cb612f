import type { ExportJob } from "@weft/api/exports";
import { createExport, downloadExport, getExport } from "@weft/api/exports";
import type { z } from "zod";
import type { exportOptions } from "@weft/api/exports";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { writeExport } from "./exports.jobs.ts";

/** Exports a table through the doors, runs the job here and now, and fetches the file when there is one. */
export async function makeExport(
  test: TestWeft,
  person: TestPerson,
  tableId: string,
  options: z.input<typeof exportOptions> = {},
): Promise<{ job: ExportJob; file: Buffer; response: Response | null }> {
  const { id } = await person.client.call(createExport, { params: { tableId }, body: options });
  await writeExport(test.weft, { exportId: id });
  const job = await person.client.call(getExport, { params: { exportId: id } });
  if (job.state !== "done") return { job, file: Buffer.alloc(0), response: null };
  const response = await person.client.open(downloadExport, { params: { exportId: id } });
  return { job, file: Buffer.from(await response.arrayBuffer()), response };
}
