import { randomUUID } from "node:crypto";
import { makeId } from "@weft/model/ids";
import pg from "pg";
import { Pool } from "undici";
import type { CatalogTable } from "../apps/server/src/features/tables/tables.catalog.ts";
import { hashSecret, makeTokenSecret } from "../apps/server/src/features/tokens/tokens.secret.ts";
import { get, onBigTable } from "./big-table.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 400;
const warmRounds = 50;
/** What checking what somebody may see may cost, as a part of what they ask for. */
const ratioMax = 1.05;

interface Asked {
  token: string;
  path: string;
}

/**
 * Pages of 100 of 1 M rows for an editor bound by a rule of rows on an indexed field, against the same rows asked for by a
 * filter by an owner, whom no rule binds; and against an owner's page of all rows. Turn by turn, one at a time.
 */
export async function benchPermissions(): Promise<RowsResult[]> {
  return onBigTable("api", async ({ table, token, url, databaseUrl }) => {
    const editor = await bindEditor(databaseUrl, table);
    const http = new Pool(url, { connections: 1 });
    const list = `/api/v1/tables/${table.id}/rows?limit=100&sort=Count`;
    const filter = encodeURIComponent(JSON.stringify(ruleOf("Count")));
    const asked = {
      ruled: { token: editor, path: list },
      filtered: { token, path: `${list}&filter=${filter}` },
      all: { token, path: list },
    };
    const pages = await Promise.all([asked.ruled, asked.filtered].map((one) => get(http, one.token, one.path)));
    const [ofRule, ofFilter] = pages.map((page) => page.slice(0, page.lastIndexOf('],"next"')));
    if (ofRule !== ofFilter) throw new Error("the rule and the filter give different rows");
    const times = await take(http, asked);
    await http.close();
    const [ruled, filtered, all] = [median(times.ruled), median(times.filtered), median(times.all)];
    const ratio = ruled / filtered;
    return [
      {
        name: "page of 100 of 1 M for an editor bound by a rule of rows, against the same rows by a filter of an owner",
        measured: ruled,
        limit: filtered * ratioMax,
        unit: "ms",
        reached: ratio <= ratioMax,
        detail: `${((ratio - 1) * 100).toFixed(1)} % more (goal 5 %); filter ${filtered.toFixed(2)} ms, all rows ${all.toFixed(2)} ms; medians of ${rounds}`,
      },
    ];
  });
}

function ruleOf(field: string) {
  return { field, op: "greater_or_equal", value: 400_000 };
}

/** An editor in the table's workspace whom a rule binds; gives their token. */
async function bindEditor(databaseUrl: string, table: CatalogTable): Promise<string> {
  const token = makeTokenSecret();
  const [personId, field] = [randomUUID(), table.fields.find(({ name }) => name === "Count")?.id ?? ""];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("insert into weft.people (id, name, email) values ($1, 'Editor', 'editor@example.org')", [
    personId,
  ]);
  await client.query(
    "insert into weft.tokens (id, person_id, name, start, hash, scopes) values ($1, $2, 'bench', '', $3, '{read,write}')",
    [makeId("token"), personId, hashSecret(token)],
  );
  await client.query("insert into weft.members (workspace_id, person_id, role) values ($1, $2, 'editor')", [
    table.workspaceId,
    personId,
  ]);
  const rules = { fields: {}, rows: [{ upTo: "editor", rows: ruleOf(field) }] };
  await client.query("update weft.tables set rules = $2 where id = $1", [table.id, JSON.stringify(rules)]);
  await client.end();
  return token;
}

async function take<Key extends string>(http: Pool, asked: Record<Key, Asked>): Promise<Record<Key, number[]>> {
  const keys = Object.keys(asked) as Key[];
  const times = Object.fromEntries(keys.map((key) => [key, [] as number[]])) as Record<Key, number[]>;
  for (let round = 0; round < warmRounds + rounds; round++) {
    for (const key of keys) {
      const { token, path } = asked[key];
      const before = performance.now();
      await get(http, token, path);
      if (round >= warmRounds) times[key].push(performance.now() - before);
    }
  }
  return times;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

if (import.meta.main)
  for (const { reached, name, measured, limit, unit, detail } of await benchPermissions())
    console.log(
      `${reached ? "ok  " : "MISS"} ${name}\n     ${measured.toFixed(2)} against ${limit.toFixed(2)} ${unit}; ${detail}`,
    );
