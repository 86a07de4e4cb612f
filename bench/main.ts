import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchExport } from "./export.ts";
import { benchGrid } from "./grid.ts";
import { benchImport } from "./import.ts";
import { benchJobs } from "./jobs.ts";
import { benchPermissions } from "./permissions.ts";
import { benchQuestions } from "./questions.ts";
import { benchReading } from "./reading.ts";
import type { RowsResult } from "./rows.ts";
import { benchRows } from "./rows.ts";
import { benchSignIns } from "./sign-ins.ts";
import { benchStartUp } from "./start-up.ts";

const benches: Record<string, (options: { big: boolean }) => Promise<RowsResult[]>> = {
  "start-up": benchStartUp,
  import: benchImport,
  reading: benchReading,
  rows: benchRows,
  questions: benchQuestions,
  permissions: benchPermissions,
  jobs: benchJobs,
  "sign-ins": benchSignIns,
  export: benchExport,
  grid: benchGrid,
};

const { values } = parseArgs({ options: { only: { type: "string" }, big: { type: "boolean", default: false } } });
const names = values.only ? values.only.split(",") : Object.keys(benches);
const unknown = names.find((name) => !(name in benches));
if (unknown) throw new Error(`There is no bench "${unknown}": ${Object.keys(benches).join(", ")}.`);

const results: RowsResult[] = [];
for (const name of names) {
  console.log(`${name} …`);
  const found = (await benches[name]?.({ big: values.big })) ?? [];
  for (const result of found) console.log(`  ${line(result)}`);
  results.push(...found);
}
const missed = results.filter(({ reached }) => !reached);
console.log(`\n${results.length - missed.length} of ${results.length} figures reached`);
// Only a whole run is kept: figures of different runs do not stand beside each other.
if (!values.only) await writeFile(new URL("../docs/benchmarks.md", import.meta.url), page());
process.exit(missed.length > 0 ? 1 : 0);

function line({ name, measured, limit, unit, reached, detail }: RowsResult): string {
  return `${reached ? "reached" : "missed "}  ${name}: ${number(measured)} against ${number(limit)} ${unit}; ${detail}`;
}

function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 2 : 0, useGrouping: true });
}

function page(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 1024 ** 3)} GB`;
  const rows = results.map(
    ({ name, measured, limit, unit, reached, detail }) =>
      `| ${name} | ${number(measured)} | ${number(limit)} | ${unit} | ${reached ? "yes" : "no"} | ${detail.replaceAll("|", "\\|")} |`,
  );
  return `# Benchmarks

Made by \`npm run bench\`, in one run on one machine (${machine}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}).
Each figure stands beside the limit it is held against: what the same database does without Weft, or a bound in seconds.

| work | measured | limit | unit | reached | how |
| --- | ---: | ---: | --- | --- | --- |
${rows.join("\n")}
`;
}
