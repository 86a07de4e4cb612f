import type { NastyFile } from "./nasty.make.ts";
import { ab, nasty } from "./nasty.make.ts";

/** Windows-1252 of text that Latin-1 also has, besides €. */
function ansi(text: string): Buffer {
  return Buffer.from(text.replaceAll("€", "\u0080"), "latin1");
}

function wide(text: string, isBig: boolean, hasMark: boolean): Buffer {
  const bytes = Buffer.from((hasMark ? "\ufeff" : "") + text, "utf16le");
  return isBig ? bytes.swap16() : bytes;
}

const nameAge = {
  types: ["name: text", "age: number0"],
  rows: [
    ["Ann", "31"],
    ["Bob", "45"],
  ],
};
const prices = {
  types: ["nom: text", "ville: text", "prix: number,"],
  rows: [
    ["Élodie", "Besançon", "1.50"],
    ["José", "Málaga", "-35.01"],
    ["Zoé", "Óbidos", "12"],
  ],
};
const pricesText = "nom;ville;prix\r\nÉlodie;Besançon;1,50\r\nJosé;Málaga;-35,01\r\nZoé;Óbidos;12\r\n";

const separators: NastyFile[] = [
  nasty("commas", "a,b\n1,2\n3,4\n", { ...ab, reading: { separator: "," }, lineEnd: "lf" }),
  nasty("no line end at the end", "a,b\n1,2\n3,4", ab),
  nasty("tabs", "name\tage\nAnn\t31\nBob\t45\n", { ...nameAge, reading: { separator: "\t" } }),
  nasty("bars", "name|age\nAnn|31\nBob|45\n", { ...nameAge, reading: { separator: "|" } }),
  nasty("colons", "name:age\nAnn:31\nBob:45\n", { ...nameAge, reading: { separator: ":" } }),
  nasty("tildes", "name~age\nAnn~31\nBob~45\n", { ...nameAge, reading: { separator: "~" } }),
  nasty("carets", "name^age\nAnn^31\nBob^45\n", { ...nameAge, reading: { separator: "^" } }),
  nasty("unit separators", "name\x1fage\nAnn\x1f31\nBob\x1f45\n", { ...nameAge, reading: { separator: "\x1f" } }),
  nasty("runs of blanks", "name   age  size\nAnn    31   1.5\nBob     45  1.25\n", {
    types: ["name: text", "age: number0", "size: number"],
    rows: [
      ["Ann", "31", "1.5"],
      ["Bob", "45", "1.25"],
    ],
    reading: { separator: " " },
  }),
  nasty("semicolons with decimal commas", pricesText, { ...prices, reading: { separator: ";" }, lineEnd: "crlf" }),
  nasty("Excel's own line sep=", "sep=;\na;b\n1;2\n3;4\n", {
    ...ab,
    reading: { separator: ";", preambleLines: 1 },
    warnings: ["preamble 1 1"],
  }),
  nasty("commas inside one column of sentences", "comment\nHello, world\nYes, no, maybe\nfine\n", {
    types: ["comment: text"],
    rows: [["Hello, world"], ["Yes, no, maybe"], ["fine"]],
  }),
  nasty("one column of prices with decimal commas", "price\n1,5\n2,5\n3,75\n", {
    types: ["price: number,"],
    rows: [["1.5"], ["2.5"], ["3.75"]],
  }),
  nasty("one column of times", "at\n2024-01-02 10:00:00\n2024-01-03 11:30:00\n", {
    types: ["at: datetime"],
    rows: [["2024-01-02 10:00:00"], ["2024-01-03 11:30:00"]],
  }),
  nasty("one column of addresses", "url\nhttps://a.example/x\nhttps://b.example/y\n", {
    types: ["url: url"],
    rows: [["https://a.example/x"], ["https://b.example/y"]],
  }),
  nasty("a blank behind every comma", 'name, city, age\nAnn, New York, 31\nBob, "Lyon, old town", 45\n', {
    types: ["name: text", "city: text", "age: number0"],
    rows: [
      ["Ann", "New York", "31"],
      ["Bob", "Lyon, old town", "45"],
    ],
  }),
  nasty("blanks that belong to the cells", "name,city\nAnn, x\nBob,y\nCid,z\n", {
    types: ["name: text", "city: text"],
    rows: [
      ["Ann", " x"],
      ["Bob", "y"],
      ["Cid", "z"],
    ],
  }),
  nasty(
    "a log whose only regular marks are those of its times",
    "2024-01-01 10:00:00 INFO server started\n2024-01-01 10:00:01 WARN disk is nearly full now\n",
    {
      types: ["Column 1: text"],
      rows: [["2024-01-01 10:00:00 INFO server started"], ["2024-01-01 10:00:01 WARN disk is nearly full now"]],
      warnings: ["no_header 1 1"],
      notes: ["Column 1 empty_name"],
    },
  ),
  nasty("remarks with # above", "# exported by tool 1.2\n# at 2024-01-01\na,b\n1,2\n3,4\n", {
    ...ab,
    warnings: ["preamble 2 1"],
  }),
  nasty(
    "IMDb: tabs, lone quotes and \\N",
    'id\ttitle\tyear\nt1\t"Giliap"\t1975\nt2\tThe "Big\t\\N\nt3\t"Open\t1977\n',
    {
      types: ["id: text", "title: text", "year: number0"],
      rows: [
        ["t1", "Giliap", "1975"],
        ["t2", 'The "Big', null],
        ["t3", '"Open', "1977"],
      ],
      warnings: ["unclosed_quote 1 4"],
    },
  ),
  nasty("semicolons inside cells of a comma file", "id,tags\n1,a;b\n2,c;d;e\n3,f\n", {
    types: ["id: number0", "tags: text"],
    rows: [
      ["1", "a;b"],
      ["2", "c;d;e"],
      ["3", "f"],
    ],
    reading: { separator: "," },
  }),
];

const lineEnds: NastyFile[] = [
  nasty("CRLF", "a,b\r\n1,2\r\n3,4\r\n", { ...ab, lineEnd: "crlf" }),
  nasty("CR alone", "a,b\r1,2\r3,4\r", { ...ab, lineEnd: "cr" }),
  nasty("all line ends mixed", "a,b\n1,2\r\n3,4\r5,6\n", {
    types: ab.types,
    rows: [...ab.rows, ["5", "6"]],
    lineEnd: "mixed",
  }),
  nasty("a carriage return inside a cell of an LF file", "a,b\n1,x\ry\n2,z\n3,w\n", {
    types: ["a: number0", "b: long_text"],
    rows: [
      ["1", "x\ry"],
      ["2", "z"],
      ["3", "w"],
    ],
  }),
  nasty("blank lines between", "a,b\n\n1,2\n\n\n3,4\n\n", ab),
  nasty("a DOS end-of-file mark", "a,b\n1,2\n3,4\n\x1a", ab),
];

const encodings: NastyFile[] = [
  nasty("UTF-8 with a byte order mark", `\ufeff${pricesText}`, { ...prices, reading: { encoding: "utf-8" } }),
  nasty("UTF-16 little endian with mark", wide(pricesText, false, true), {
    ...prices,
    reading: { encoding: "utf-16le" },
  }),
  nasty("UTF-16 big endian with mark", wide(pricesText, true, true), { ...prices, reading: { encoding: "utf-16be" } }),
  nasty("UTF-16 without mark", wide(pricesText, false, false), { ...prices, reading: { encoding: "utf-16le" } }),
  nasty("Windows-1252", ansi(pricesText), {
    ...prices,
    reading: { encoding: "windows-1252" },
    warnings: ["assumed_windows_1252 1 1"],
  }),
  nasty("the euro sign of Windows-1252", ansi("was;preis\nKäse;5 €\nBröt;3 €\n"), {
    types: ["was: text", "preis: text"],
    rows: [
      ["Käse", "5 €"],
      ["Bröt", "3 €"],
    ],
    reading: { encoding: "windows-1252" },
    warnings: ["assumed_windows_1252 1 1"],
  }),
  nasty(
    "a broken character in a UTF-8 file",
    Buffer.concat([Buffer.from("a,b\n1,é\n2,è\n3,ü\n4,ö\n5,ä\n6,x"), Buffer.from([0xff]), Buffer.from("y\n7,ï\n")]),
    {
      types: ["a: number0", "b: text"],
      rows: [
        ["1", "é"],
        ["2", "è"],
        ["3", "ü"],
        ["4", "ö"],
        ["5", "ä"],
        ["7", "ï"],
      ],
      reading: { encoding: "utf-8" },
      rejects: ["7 row.invalid_bytes"],
      warnings: ["invalid_bytes 1 7"],
    },
  ),
  nasty("a NUL byte in a cell", "a,b\n1,x\0y\n2,zzzzzzzzzzz\n", {
    types: ["a: number0", "b: text"],
    rows: [["2", "zzzzzzzzzzz"]],
    rejects: ["2 cell.misfit"],
    warnings: ["null_bytes 1 2"],
  }),
];

const quotes: NastyFile[] = [
  nasty("separators, quotes and line ends inside quotes", 'a,b\n1,"x, ""y""\nz"\n2,"w"\n', {
    types: ["a: number0", "b: long_text"],
    rows: [
      ["1", 'x, "y"\nz'],
      ["2", "w"],
    ],
  }),
  nasty("quotes escaped by backslash", 'a,b\n1,"say \\"hi\\", you"\n2,"c:\\\\temp"\n3,"z"\n', {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", 'say "hi", you'],
      ["2", "c:\\temp"],
      ["3", "z"],
    ],
    reading: { escape: "backslash" },
  }),
  nasty("single quotes", "a,b\n1,'x, y'\n2,'z'\n3,'v, w'\n", {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", "x, y"],
      ["2", "z"],
      ["3", "v, w"],
    ],
    reading: { quote: "'" },
  }),
  nasty("apostrophes that quote nothing", "a,b\n1,it's\n2,'tis\n3,rock 'n' roll\n", {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", "it's"],
      ["2", "'tis"],
      ["3", "rock 'n' roll"],
    ],
    reading: { quote: '"' },
  }),
  nasty("inch marks", 'id,size\n1,5" pipe\n2,"6"" pipe"\n3,7"\n', {
    types: ["id: number0", "size: text"],
    rows: [
      ["1", '5" pipe'],
      ["2", '6" pipe'],
      ["3", '7"'],
    ],
  }),
  nasty("a quote astray inside quotes", 'id,t,v\n1,"the "best" one",5\n2,"x",6\n3,"y",7\n', {
    types: ["id: number0", "t: text", "v: number0"],
    rows: [
      ["1", 'the "best" one', "5"],
      ["2", "x", "6"],
      ["3", "y", "7"],
    ],
    warnings: ["stray_quote 1 2"],
  }),
  nasty("a quote that never closes", 'id,name,v\n1,"abc,5\n2,def,6\n3,"ghi",7\n4,"x",8\n', {
    types: ["id: number0", "name: text", "v: number0"],
    rows: [
      ["1", '"abc', "5"],
      ["2", "def", "6"],
      ["3", "ghi", "7"],
      ["4", "x", "8"],
    ],
    warnings: ["unclosed_quote 1 2"],
  }),
  nasty("a quote in the last line that never closes", 'id,name\n1,"a"\n2,"b"\n3,"c\n', {
    types: ["id: number0", "name: text"],
    rows: [
      ["1", "a"],
      ["2", "b"],
      ["3", '"c'],
    ],
    warnings: ["unclosed_quote 1 4"],
  }),
  nasty("blanks before and after quotes", 'a,b\n1, "x, y" \n2, "z"\n', {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", "x, y"],
      ["2", "z"],
    ],
  }),
  nasty("quoted numbers", '"a","b"\n"1","2"\n"3","4"\n', ab),
  nasty("empty text beside no value", 'a,b\n1,""\n2,\n3,"x"\n', {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", ""],
      ["2", null],
      ["3", "x"],
    ],
  }),
  nasty("empty quotes where nothing else is empty", 'a,b\n1,""\n2,"y"\n3,"x"\n', {
    types: ["a: number0", "b: text"],
    rows: [
      ["1", null],
      ["2", "y"],
      ["3", "x"],
    ],
  }),
];

/** Separators, line ends, encodings, quotes. */
export const nastyTexts = [...separators, ...lineEnds, ...encodings, ...quotes];
