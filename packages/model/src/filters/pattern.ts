type PatternPart = { kind: "text"; text: string } | { kind: "one" } | { kind: "many" };

/** A pattern character by character: `*` stands for any text, `?` for one character, `\` takes the next one as it is. */
export function readPattern(pattern: string): PatternPart[] {
  return (pattern.match(/\\[^]|[^]/gu) ?? []).map((part) => {
    if (part === "*") return { kind: "many" };
    return part === "?"
      ? { kind: "one" }
      : { kind: "text", text: part.length > 1 && part.startsWith("\\") ? part.slice(1) : part };
  });
}
