/** A piece of code and how it is coloured. */
export interface CodeWord {
  text: string;
  kind: "plain" | "string" | "keyword" | "comment";
}

const words =
  /(?<comment>(?:^|(?<=\s))#.*$)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<keyword>\b(?:const|let|await|new|import|from|while|if|throw|curl)\b|(?<=\s)--?[a-zA-Z][\w-]*)/gm;

/** Splits curl or JavaScript into coloured words; joined, they are the code again. */
export function splitCode(code: string): CodeWord[] {
  const found: CodeWord[] = [];
  let at = 0;
  for (const match of code.matchAll(words)) {
    if (match.index > at) found.push({ text: code.slice(at, match.index), kind: "plain" });
    const kind = match.groups?.comment ? "comment" : match.groups?.string ? "string" : "keyword";
    found.push({ text: match[0], kind });
    at = match.index + match[0].length;
  }
  if (at < code.length) found.push({ text: code.slice(at), kind: "plain" });
  return found;
}
