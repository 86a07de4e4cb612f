/** Where in a JSON text the records are. */
export interface RecordsPlace {
  /** Dotted path; "" is the top. */
  path: string;
  /** `array`: its items are the records; `object`: its values are, each with its key; `single`: the top object is the only one. */
  kind: "array" | "object" | "single";
  /** Byte of the `[` or `{` that holds the records. */
  offset: number;
}

interface Found extends RecordsPlace {
  /** Bytes of it within the head; Infinity when it goes on beyond. */
  size: number;
  holdsObjects: boolean;
}

const depthMax = 6;

/**
 * Finds the records within the first bytes of a JSON text: the top array, or the longest array of objects inside the
 * top object, or the values of the top object when they are objects, or that object alone. null when `wanted` is not there.
 */
export function locateRecords(head: Buffer, wanted: string | undefined): RecordsPlace | null {
  const start = skipBlanks(head, 0);
  if (head[start] === 91 && !wanted) return { path: "", kind: "array", offset: start };
  if (head[start] !== 123)
    return head[start] === 91 && wanted === "" ? { path: "", kind: "array", offset: start } : null;
  const arrays: Found[] = [];
  const values = { objects: 0, others: 0 };
  walkObject(head, start, [], arrays, values);
  if (wanted) return arrays.find((array) => array.path === wanted) ?? null;
  const objects = arrays.filter((array) => array.holdsObjects);
  const best = objects.sort((a, b) => b.size - a.size)[0];
  if (best && wanted === undefined) return best;
  const isMap = values.objects >= 2 && values.others === 0;
  return { path: "", kind: isMap ? "object" : "single", offset: start };
}

function skipBlanks(bytes: Buffer, from: number): number {
  let i = from;
  while (i < bytes.length && (bytes[i]! <= 32 || bytes[i] === 0xef || bytes[i] === 0xbb || bytes[i] === 0xbf)) i++;
  return i;
}

/** The end of the string whose opening quote is at `from`: just behind its closing one. */
export function skipString(bytes: Buffer, from: number, end: number): number {
  let i = from + 1;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte === 92) i += 2;
    else if (byte === 34) return i + 1;
    else i++;
  }
  return -1;
}

/** Just behind the value at `from`; -1 when it does not end before `end`. Plain values end at a comma, bracket or blank. */
export function skipValue(bytes: Buffer, from: number, end: number): number {
  const first = bytes[from]!;
  if (first === 34) return skipString(bytes, from, end);
  let i = from;
  if (first !== 123 && first !== 91) {
    while (i < end && bytes[i]! > 32 && bytes[i] !== 44 && bytes[i] !== 93 && bytes[i] !== 125) i++;
    return i < end ? i : -1;
  }
  let depth = 0;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte === 34) {
      i = skipString(bytes, i, end);
      if (i < 0) return -1;
      continue;
    }
    if (byte === 123 || byte === 91) depth++;
    else if ((byte === 125 || byte === 93) && --depth === 0) return i + 1;
    i++;
  }
  return -1;
}

/** Walks an object's keys, through objects but not into arrays, and notes the arrays; gives where the object ends. */
function walkObject(
  head: Buffer,
  from: number,
  path: string[],
  arrays: Found[],
  values: { objects: number; others: number },
): number {
  let i = skipBlanks(head, from + 1);
  while (i < head.length && head[i] === 34) {
    const keyEnd = skipString(head, i, head.length);
    if (keyEnd < 0) return -1;
    const key = head.toString("utf8", i + 1, keyEnd - 1);
    i = skipBlanks(head, keyEnd);
    if (head[i] !== 58) return -1;
    i = skipBlanks(head, i + 1);
    const isTop = path.length === 0;
    if (isTop && head[i] === 123) values.objects++;
    else if (isTop) values.others++;
    if (head[i] === 91) {
      const end = skipValue(head, i, head.length);
      const inside = skipBlanks(head, i + 1);
      const size = end < 0 ? Infinity : end - i;
      arrays.push({
        path: [...path, key].join("."),
        kind: "array",
        offset: i,
        size,
        holdsObjects: head[inside] === 123,
      });
      i = end;
    } else if (head[i] === 123 && path.length < depthMax) i = walkObject(head, i, [...path, key], arrays, values);
    else i = skipValue(head, i, head.length);
    if (i < 0) return -1;
    i = skipBlanks(head, i);
    if (head[i] === 44) i = skipBlanks(head, i + 1);
  }
  return head[i] === 125 ? i + 1 : -1;
}
