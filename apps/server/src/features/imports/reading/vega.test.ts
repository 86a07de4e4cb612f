import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { analyseFile } from "./reading.ts";
import { loadFile, readingOptions, sourceOf, typesOf } from "./reading.make.ts";

const folder = join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "../data");

async function load(name: string) {
  return loadFile(sourceOf(readFileSync(join(folder, name)), name));
}

/** The rows another reader finds, as text. */
async function askDuckdb(sql: string): Promise<(string | null)[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const texts = [
  "zipcodes.csv",
  "airports.csv",
  "birdstrikes.csv",
  "github.csv",
  "la-riots.csv",
  "species.csv",
  "us-employment.csv",
  "sp500.csv",
];

test.each(texts)("%s: every cell stands where DuckDB finds it", async (name) => {
  const bytes = readFileSync(join(folder, name));
  const { rows, rejects } = await loadFile(sourceOf(bytes, name), {}, true);
  const wanted = await askDuckdb(`SELECT * FROM read_csv('${join(folder, name)}', all_varchar = true, header = true)`);
  expect(rejects).toEqual([]);
  expect(rows.length).toBe(wanted.length);
  expect(rows.findIndex((row, i) => row.join("\0") !== wanted[i]!.map((cell) => cell ?? "").join("\0"))).toBe(-1);
});

test("zip codes keep their leading zeros", async () => {
  const { profile, rows } = await load("zipcodes.csv");
  expect(typesOf(profile)).toEqual([
    "zip_code: text",
    "latitude: number",
    "longitude: number",
    "city: text",
    "state: text",
    "county: text",
  ]);
  expect(rows).toHaveLength(42_049);
  expect(rows[0]).toEqual(["00501", "40.922326", "-72.637078", "Holtsville", "NY", "Suffolk"]);
});

test("dates with the names of months are dates", async () => {
  const { profile, rows } = await load("stocks.csv");
  expect(typesOf(profile)).toEqual(["symbol: choice", "date: date", "price: number"]);
  expect(rows[0]).toEqual(["MSFT", "2000-01-01", "39.81"]);
});

test("bird strikes have their dates, choices and costs", async () => {
  const { profile, rows, rejects } = await load("birdstrikes.csv");
  const types = typesOf(profile);
  expect(types).toContain("Flight Date: date");
  expect(types).toContain("Effect Amount of damage: choice");
  expect(types).toContain("Time of day: choice");
  expect(types).toContain("Cost Total $: number0");
  expect([rows.length, rejects.length]).toEqual([10_000, 0]);
});

test("tab-separated unemployment, with decimals that begin with the point", async () => {
  const { profile, rows } = await load("unemployment.tsv");
  expect(typesOf(profile)).toEqual(["id: number0", "rate: number"]);
  expect([rows.length, rows[0]]).toEqual([3218, ["1001", ".097"]]);
});

test("weather.csv and seattle-weather.csv have dates of their own form", async () => {
  const seattle = await load("seattle-weather.csv");
  expect(typesOf(seattle.profile)[0]).toBe("date: date");
  expect(seattle.rows).toHaveLength(1461);
  const weather = await load("weather.csv");
  expect(typesOf(weather.profile).find((type) => type.startsWith("date"))).toBe("date: date");
});

test("movies.json: dirt and all, dates and numbers are found and titles that are numbers stay text", async () => {
  const { profile, rows } = await load("movies.json");
  const types = typesOf(profile);
  expect(rows).toHaveLength(3201);
  expect(types).toEqual(
    expect.arrayContaining([
      "Title: text",
      "US Gross: number0",
      "Release Date: date",
      "IMDB Rating: number",
      "MPAA Rating: choice",
    ]),
  );
  const [[count]] = (await askDuckdb(`SELECT count("US Gross") FROM read_json('${join(folder, "movies.json")}')`)) as [
    [string],
  ];
  const gross = types.indexOf("US Gross: number0");
  expect(rows.filter((row) => row[gross] !== null)).toHaveLength(Number(count));
});

test("earthquakes.json: the records inside, flattened, since all nest alike", async () => {
  const { profile, rows } = await load("earthquakes.json");
  expect(profile.reading).toMatchObject({ format: "json", recordsPath: "features", nested: "flatten" });
  expect(rows).toHaveLength(1707);
  expect(typesOf(profile)).toEqual(
    expect.arrayContaining([
      "properties.mag: number",
      "properties.place: text",
      "properties.url: url",
      "geometry.coordinates: json",
    ]),
  );
});

test("gapminder.json and cars.json: counts and types", async () => {
  const gapminder = await load("gapminder.json");
  expect(typesOf(gapminder.profile)).toEqual([
    "year: number0",
    "country: text",
    "cluster: number0",
    "pop: number0",
    "life_expect: number",
    "fertility: number",
  ]);
  expect(gapminder.rows).toHaveLength(682);
  const cars = await load("cars.json");
  expect(typesOf(cars.profile)).toEqual(
    expect.arrayContaining(["Year: date", "Origin: choice", "Horsepower: number0"]),
  );
  expect(cars.rows).toHaveLength(406);
});

test("flights-3m.parquet: three million rows with the types it declares", async () => {
  const name = "flights-3m.parquet";
  const profile = await analyseFile(sourceOf(readFileSync(join(folder, name)), name), {}, readingOptions());
  expect(profile.records).toBe(3_000_000);
  expect(typesOf(profile)).toEqual([
    "date: datetime",
    "delay: number0",
    "distance: number0",
    "origin: text",
    "destination: text",
  ]);
}, 60_000);
