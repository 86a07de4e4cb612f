import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getBase } from "@weft/api/bases";
import { listImports } from "@weft/api/imports";
import { signUp } from "@weft/api/people";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
// The one place where the command line meets the server: it is run against the real one.
import type { Worker } from "../../server/src/jobs/worker.ts";
import { startWorker } from "../../server/src/jobs/worker.ts";
import type { TestPerson, TestWeft } from "../../server/src/testing/weft.ts";
import { makePerson, makeTestWeft } from "../../server/src/testing/weft.ts";
import type { Ended } from "./weft.make.ts";
import { startCommand } from "./weft.make.ts";

let weft: TestWeft;
let worker: Worker;
let ann: TestPerson;
let folder: string;
let signedIn: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weft-cli-"));
  weft = await makeTestWeft();
  worker = await startWorker(weft.weft, ["worker", "exporter"]);
  ann = await makePerson(weft);
  signedIn = { WEFT_URL: weft.url, WEFT_TOKEN: ann.token, XDG_CONFIG_HOME: join(folder, "config") };
});

afterAll(async () => {
  await worker.stop();
  await weft[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function run(args: string[], input?: string): Promise<Ended> {
  return startCommand(args, signedIn, input).ended;
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const people = "Name,Age,City,Zip\nAnn,31,Lausanne,01002\nBen,20,Bern,10115\nCy,35,Bern,00501\n";

describe("login", () => {
  test("keeps a token only its owner can read; logout forgets it", async () => {
    await ann.client.call(signUp, { body: { name: "Bo", email: "bo@example.org", password: "eleven letters" } });
    const home = { XDG_CONFIG_HOME: join(folder, "home") };
    const login = ["login", "--url", `${weft.url}/`, "--email", "bo@example.org", "--password"];
    const wrong = await startCommand([...login, "wrong"], home).ended;
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("password")]);
    expect((await startCommand([...login, "eleven letters"], home).ended).code).toBe(0);
    const path = join(folder, "home/weft/credentials.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await startCommand(["tables"], home).ended).code).toBe(0);
    await startCommand(["logout"], home).ended;
    const after = await startCommand(["tables"], home).ended;
    expect([after.code, after.err]).toEqual([1, expect.stringContaining("weft login")]);
  });
});

describe("import", () => {
  test("a file becomes a table; --json says its totals in one line", async () => {
    const { code, out, err } = await run(["import", await file("people.csv", people), "--json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ read: 3, loaded: 3, rejected: 0, table: expect.stringMatching(/^tbl/) });
    expect(JSON.parse(out).seconds).toBeGreaterThan(0);
    const rows = await run(["rows", "people", "--filter", "Age>25", "--filter", "City~ern", "--json"]);
    expect(JSON.parse(rows.out).cells).toEqual({ Name: "Cy", Age: 35, City: "Bern", Zip: "00501" });
  });

  test("a field called id and the row's own id stand under different headings", async () => {
    await run(["import", await file("codes.csv", "id,note\n70,x\n80,y\n")]);
    const { out } = await run(["rows", "codes"]);
    const [heading, , first] = out.split("\n").map((line) => line.trim().split(/[\s│|]+/));
    expect(heading).toEqual(["#", "id", "note"]);
    expect(first).toEqual(["1", "70", "x"]);
  });

  test("rejected rows end in exit code 3, a strict import in 1 with the reason, and nothing loaded", async () => {
    const bad = await file("bad.csv", "Name,Age\nDee,many\nEl,5\n");
    const lenient = await run(["import", bad, "--table", "people", "--mode", "append", "--json"]);
    expect(lenient.code).toBe(3);
    expect(JSON.parse(lenient.out)).toMatchObject({ read: 2, loaded: 1, rejected: 1 });
    const strict = await run(["import", bad, "--table", "people", "--mode", "append", "--strict"]);
    expect([strict.code, strict.err]).toEqual([1, expect.stringContaining("line 2, Age")]);
    expect((await run(["rows", "people", "--filter", "Name=El", "--json"])).out.trim().split("\n")).toHaveLength(1);
  });

  test("upsert changes the rows with the key and adds the others", async () => {
    const newer = await file("newer.csv", "Name,Age\nBen,21\nFay,50\n");
    const { code } = await run(["import", newer, "--table", "people", "--mode", "upsert", "--key", "Name"]);
    expect(code).toBe(0);
    const { out } = await run([
      "rows",
      "people",
      "--filter",
      "Age>=21",
      "--sort",
      "-Age",
      "--fields",
      "Name",
      "--json",
    ]);
    const names = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).cells.Name as string);
    expect(names).toEqual(["Fay", "Cy", "Ann", "Ben"]);
  });

  test("--of replaces what one earlier import brought, the other rows stay", async () => {
    await run(["import", await file("months.csv", "Month,Sum\nJan,1\n")]);
    const target = ["--table", "months", "--mode"];
    const march = await run(["import", await file("march.csv", "Month,Sum\nMar,3\n"), ...target, "append", "--json"]);
    const { import: importId } = JSON.parse(march.out) as { import: string };
    const mended = await file("mended.csv", "Month,Sum\nMar,33\n");
    const replacing = ["import", mended, ...target, "replace", "--of", importId];
    expect((await run(replacing)).code).toBe(0);
    const { out } = await run(["rows", "months", "--json"]);
    expect(out.match(/"Sum":\d+/g)).toEqual(['"Sum":1', '"Sum":33']);
    expect(await run(replacing)).toMatchObject({
      code: 1,
      err: expect.stringContaining("no row that march.csv brought"),
    });
  });

  test("several files and standard input: a line each, and the worst of their exit codes", async () => {
    const one = await file("one.csv", "A\n1\n");
    const { code, out } = await run(["import", one, join(folder, "missing.csv"), "--json"]);
    expect(code).toBe(1);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toEqual([
      expect.objectContaining({ file: one, loaded: 1 }),
      { file: join(folder, "missing.csv"), error: expect.stringContaining("There is no file") },
    ]);
    const piped = await run(["import", "-", "--table", "Piped", "--text", "--json"], "Code\n007\n");
    expect(JSON.parse(piped.out)).toMatchObject({ file: "-", loaded: 1 });
    expect((await run(["rows", "Piped", "--json"])).out).toContain('"Code":"007"');
  });

  test("a home that cannot be written to does not matter with WEFT_URL and WEFT_TOKEN", async () => {
    const one = await file("homeless.csv", "A\n1\n");
    const { code, err } = await startCommand(["import", one], { ...signedIn, XDG_CONFIG_HOME: one }).ended;
    expect([code, err]).toEqual([0, ""]);
  });

  test("a key and a field with a comma in their names can be named", async () => {
    const places = await file("places.csv", '"Town, country",People,note,Note\n"Bern, CH",1,a,b\n');
    expect((await run(["import", places, "--table", "Places"])).code).toBe(0);
    const upsert = ["import", places, "--table", "Places", "--mode", "upsert", "--key", "Town\\, country"];
    expect((await run(upsert)).err).toBe("");
    expect((await run(["export", "Places", "--fields", "Town\\, country,People"])).out).toContain('"Bern, CH",1');
  });

  test("Ctrl-C cancels the import at the server: no table of it stays", async () => {
    const big = await file("big.csv", `N,Text\n${"1,some text of a row\n".repeat(1_500_000)}`);
    const { child, ended } = startCommand(["import", big, "--table", "Big"], signedIn);
    await expect
      .poll(
        async () => {
          const { imports } = await ann.client.call(listImports, { params: { workspaceId: ann.workspaceId } });
          return imports.find((job) => job.upload.name === "big.csv")?.state;
        },
        { interval: 20, timeout: 30_000 },
      )
      .toMatch(/analysing|loading/);
    // As from a terminal, where it also comes by the program that runs this one on the right Node.
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect([code, err]).toEqual([1, expect.stringContaining("nothing of this import stays")]);
    await expect
      .poll(async () => {
        const { imports } = await ann.client.call(listImports, { params: { workspaceId: ann.workspaceId } });
        return imports.find((job) => job.upload.name === "big.csv")?.state;
      })
      .toBe("cancelled");
    const { tables } = await ann.client.call(getBase, { params: { baseId: ann.baseId } });
    expect(tables.map((table) => table.name)).not.toContain("Big");
  });
});

describe("export", () => {
  test("the file and standard output carry the same bytes, as filtered and sorted", async () => {
    const out = join(folder, "bern.csv");
    const select = [
      "export",
      "people",
      "--filter",
      "City=Bern",
      "--sort",
      "-Age",
      "--fields",
      "Name,Zip",
      "--separator",
      ";",
    ];
    const written = await run([...select, "--out", out]);
    expect([written.code, written.err]).toEqual([0, expect.stringContaining("2 rows")]);
    expect(await readFile(out, "utf8")).toBe("Name;Zip\nCy;00501\nBen;10115\n");
    expect((await run(select)).out).toBe("Name;Zip\nCy;00501\nBen;10115\n");
    const grouped = await run(["export", "people", "--group", "-City", "--sort", "Age", "--fields", "Name"]);
    expect(grouped.out).toBe("Name\nAnn\nBen\nCy\nEl\nFay\n");
  });

  test("a folder that is not there is named before the export begins", async () => {
    const { code, err } = await run(["export", "no such table", "--out", join(folder, "nowhere", "people.csv")]);
    expect([code, err]).toEqual([1, expect.stringContaining(`There is no folder ${join(folder, "nowhere")}`)]);
  });

  test("the ending of --out tells the format", async () => {
    const out = join(folder, "people.xlsx");
    expect((await run(["export", "people", "--out", out])).code).toBe(0);
    expect((await readFile(out)).subarray(0, 2).toString()).toBe("PK");
  });
});

describe("wrong use", () => {
  test("ends in exit code 2 and points to the help", async () => {
    const calls = [
      "frobnicate",
      "import",
      "import x.csv --mode upsert --table people",
      "import x.csv --mode sideways",
      "import x.csv --mode append --table people --of imp0123456789abcd",
      "rows",
      "rows people --colour red",
      "export people --format docx",
    ];
    const ends = await Promise.all(calls.map((call) => run(call.split(" "))));
    expect(ends.map(({ code, err }) => [code, err.includes("--help")])).toEqual(calls.map(() => [2, true]));
  });

  test("a table that is not there is named, with those that are", async () => {
    const { code, err } = await run(["rows", "peeple"]);
    expect([code, err]).toEqual([1, expect.stringContaining("There is no table called peeple. There are: ")]);
  });

  test("where nobody answers, the address and the remedy are said", async () => {
    const { code, err } = await startCommand(["tables"], { ...signedIn, WEFT_URL: "http://127.0.0.1:2" }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/Nothing answers at http:\/\/127\.0\.0\.1:2 .*npm start/)]);
  });

  test("an address that is none, and one where something else answers, are said to be that", async () => {
    const bare = await startCommand(["tables"], { ...signedIn, WEFT_URL: "localhost:8080" }).ended;
    expect([bare.code, bare.err]).toEqual([1, expect.stringContaining("begins with http:// or https://")]);
    const other = createServer((_, reply) => reply.end("<!doctype html><title>Another</title>")).listen(0, "127.0.0.1");
    await once(other, "listening");
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { code, err } = await startCommand(["tables"], { ...signedIn, WEFT_URL: url }).ended;
    other.close();
    expect([code, err]).toEqual([1, expect.stringMatching(/is not Weft/)]);
  });

  test("a password that is asked for and never comes ends the command with a sentence", async () => {
    const login = ["login", "--url", weft.url, "--email", "ann@example.org"];
    const { code, err } = await startCommand(login, { XDG_CONFIG_HOME: folder }).ended;
    expect([code, err]).toEqual([1, expect.stringContaining("No password was given")]);
  });

  test("every command has its help", async () => {
    const names = ["login", "logout", "import", "export", "tables", "rows"];
    const helps = await Promise.all(names.map((name) => run([name, "--help"])));
    for (const [index, { code, out }] of helps.entries())
      expect([code, out]).toEqual([0, expect.stringContaining(`Usage: weft ${names[index]}`)]);
  });
});
