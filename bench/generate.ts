import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

const firstNames = [
  "Amara",
  "Bjorn",
  "Chloé",
  "Dmitri",
  "Elif",
  "Farid",
  "Grace",
  "Hiro",
  "Inès",
  "Jonas",
  "Kavya",
  "Léa",
];
const lastNames = [
  "Adeyemi",
  "Bergström",
  "Costa",
  "Dubois",
  "Eriksen",
  "Fontaine",
  "García",
  "Hansen",
  "Ivanova",
  "Jensen",
];
const categories = ["Hardware", "Software", "Services", "Training", "Support", "Travel", "Office", "Other"];
const cities = [
  "Paris",
  "Lyon",
  "Berlin",
  "Hamburg",
  "Oslo",
  "Madrid",
  "Lisboa",
  "Kraków",
  "Tampere",
  "Dublin",
  "Athens",
];
const notes = [
  "delivered in two parts, see order",
  "no remarks",
  "customer asked for a later date",
  "paid by transfer",
  'marked "urgent" by the desk',
  "returned once, then accepted",
];

/** A generator of whole numbers below `bound` that gives the same row of numbers on every machine. */
function makeRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, "0");
}

function quoted(text: string): string {
  return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Line `ordinal` (from 1) of the generated file: ten typed cells, some empty, some quoted. */
function makeLine(ordinal: number, random: (bound: number) => number): string {
  const first = firstNames[random(firstNames.length)]!;
  const last = lastNames[random(lastNames.length)]!;
  const day = `${2015 + random(10)}-${pad(1 + random(12))}-${pad(1 + random(28))}`;
  const time = `20${pad(15 + random(10))}-${pad(1 + random(12))}-${pad(1 + random(28))} ${pad(random(24))}:${pad(random(60))}:${pad(random(60))}`;
  const mail = `${first}.${last}${random(9999)}@mail.eu`
    .normalize("NFD")
    .replaceAll(/[^\w@.]/gu, "")
    .toLowerCase();
  const amount = random(20) === 0 ? "" : `${random(4) === 0 ? "-" : ""}${random(90_000)}.${pad(random(100))}`;
  const note = random(2) === 0 ? "" : `${notes[random(notes.length)]!} ${random(1000)}`;
  return `${ordinal},${first} ${last},${mail},${amount},${day},${time},${random(2) === 0 ? "true" : "false"},${categories[random(categories.length)]},${cities[random(cities.length)]},${quoted(note)}\n`;
}

/** Writes a CSV of `rows` × 10 typed columns (id, name, e-mail, amount, date, timestamp, boolean, category, city, note), the same bytes each time; 1 M rows ≈ 118 MB. */
export async function generateCsv(path: string, rows: number): Promise<void> {
  const random = makeRandom(42);
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  out.write("id,name,email,amount,ordered_on,updated_at,active,category,city,note\n");
  for (let ordinal = 1; ordinal <= rows;) {
    let block = "";
    for (const end = Math.min(rows, ordinal + 4999); ordinal <= end; ordinal++) block += makeLine(ordinal, random);
    if (!out.write(block)) await once(out, "drain");
  }
  out.end();
  await finished(out);
}
