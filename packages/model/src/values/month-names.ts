const names = [
  "jan january janvier janv januar jänner enero ene gennaio janeiro januari",
  "feb february février fevrier févr februar febrero febbraio fevereiro februari",
  "mar march mars märz mär marzo março maart",
  "apr april avril avr abril abr aprile",
  "may mai mayo maggio maio mei",
  "jun june juin juni junio giugno junho",
  "jul july juillet juil juli julio luglio julho",
  "aug august août aout agosto ago augustus",
  "sep sept september septembre septiembre settembre setembro",
  "oct october octobre okt oktober octubre ottobre outubro",
  "nov november novembre noviembre novembro",
  "dec december décembre decembre déc dez dezember diciembre dicembre dezembro",
];

/** Months by their names as the bytes of UTF-8 spell them, one character a byte. */
const months = new Map<string, number>();
for (const [index, list] of names.entries()) {
  for (const name of list.split(" ")) {
    months.set(String.fromCharCode(...new TextEncoder().encode(name)), index + 1);
  }
}

/** 1 to 12 for a month's name in small letters (English, French, German, Spanish, Italian, Portuguese, Dutch), else 0. */
export function monthOf(word: string): number {
  return months.get(word) ?? 0;
}

export const weekdays = new Set(
  "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday".split(" "),
);
