/** Keeps French signs on the line of their word: a no-break space stands before : ; ? ! » and after «. */
export function keepSigns(french: string): string {
  return french.replaceAll(/ (?=[:;?!»])|(?<=«) /g, "\u00a0");
}
