import type { ImportJob } from "@weft/api/import-shapes";
import type { BodyInput } from "@weft/api/endpoint";
import { createImport, getImport } from "@weft/api/imports";
import { runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";

type Body = BodyInput<typeof createImport>;

/** What a test says of an import; the rest is as anybody's first one. */
interface WantedImport {
  text?: string;
  name?: string;
  source?: Body["source"];
  options?: Body["options"];
  start?: Body["start"];
}

/** An import handed in through the door, not yet worked on. */
export async function makeImport(person: TestPerson, wanted: WantedImport): Promise<ImportJob> {
  return person.client.call(createImport, {
    params: { baseId: person.baseId },
    body: {
      source: wanted.source ?? { text: wanted.text ?? "a,b\n1,x\n2,y\n", name: wanted.name ?? "data.csv" },
      options: wanted.options,
      start: wanted.start,
    },
  });
}

/** The same, and all its jobs done. */
export async function runImport(test: TestWeft, person: TestPerson, wanted: WantedImport): Promise<ImportJob> {
  const { id } = await makeImport(person, wanted);
  await runJobs(test.weft);
  return person.client.call(getImport, { params: { importId: id } });
}

/** All rows of a table as text, by row id: one line a row, cells in the order of the fields, empty = null. */
export async function readTable(test: TestWeft, person: TestPerson, tableId: string): Promise<string[]> {
  const { rows: fields } = await test.weft.db.peoplePool.query<{ id: string }>(
    "select id from weft.fields where table_id = $1 and deleted_at is null order by position",
    [tableId],
  );
  const cells = fields.map(({ id }) => `coalesce("${id}"::text, '')`).join(", ");
  const { rows } = await test.weft.db.dataPool.query<{ line: string }>(
    `select concat_ws(',', ${cells}) as line from "${person.baseId}"."${tableId}" order by id`,
  );
  return rows.map(({ line }) => line);
}
