/**
 * The ways in which the letters of a text can stand in Unicode, itself first: é is one sign, or an e and a sign above it.
 * Programs write the one or the other, and nobody who searches sees which. One way alone where there is no such letter.
 */
export function letterForms(text: string): string[] {
  return [...new Set([text, text.normalize("NFC"), text.normalize("NFD")])];
}
