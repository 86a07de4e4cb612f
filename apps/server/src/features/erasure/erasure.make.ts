import type { TestWeft } from "../../testing/weft.ts";

/** Every table and column of schema weft, and of the queue's, in which any of the texts stands; also within JSON and lists. */
export async function searchEverything(test: TestWeft, texts: readonly string[]): Promise<string[]> {
  const { peoplePool } = test.weft.db;
  const { rows: columns } = await peoplePool.query<{ place: string; name: string }>(`
    select format('%I.%I', table_schema, table_name) as place, column_name as name
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema in ('weft', 'graphile_worker') and table_type = 'BASE TABLE' order by 1, 2`);
  const found: string[] = [];
  for (const { place, name } of columns) {
    const { rows } = await peoplePool.query<{ count: number }>(
      `select count(*) from ${place}
       where exists (select from unnest($1::text[]) sought where strpos(lower("${name}"::text), lower(sought)) > 0)`,
      [texts],
    );
    if (rows[0]?.count) found.push(`${place}.${name}`);
  }
  return found;
}
