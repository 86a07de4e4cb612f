import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { AuditCheck } from "@weft/api/audit";
import { auditLine, verifyAudit } from "@weft/api/audit";
import type { ChainBreak, ChainFault } from "@weft/model/audit/chain";
import { checkChain } from "@weft/model/audit/chain";
import type { Call, Command } from "../command.ts";
import { isSet } from "../command.ts";
import { exitCodes, Failure, WrongUse } from "../failures.ts";
import { count, writeLine } from "../terminal.ts";

export const auditCommand: Command = {
  usage: "audit verify [FILE] [--filtered] [--json]",
  summary: "Says whether the audit trail was tampered with, on the instance or in an exported NDJSON file.",
  details: `
  FILE        an NDJSON file of the audit trail, - = standard input; absent = the instance (for its owner)
  --filtered  the file holds a part of the trail: entries may be missing between others
  --json      one JSON object: entries, last, broken

Ends with 1 when the chain breaks, and says the first number where it does.

Examples:
  weft audit verify
  weft audit verify audit-2026-01-31.ndjson`,
  options: { filtered: { type: "boolean" }, json: { type: "boolean" } },
  run: audit,
};

const faultTexts: Record<ChainFault, string> = {
  missing: "it is missing",
  out_of_order: "it does not stand in its place",
  content: "it is not what was written",
  previous: "it does not follow from the entry before",
  personal: "a name, address or the like that it tells was changed or taken away",
  erased: "a name is gone, and no entry says that its person was erased",
  end: "the trail does not end where its counter stands: entries were cut off or added",
};

async function audit({ words, options, connect }: Call): Promise<number> {
  const [verb, path, ...rest] = words;
  if (verb !== "verify" || rest.length > 0) throw new WrongUse("audit knows one thing to do: verify.");
  const check =
    path === undefined
      ? await (await connect()).client.call(verifyAudit, {})
      : await checkFile(path, isSet(options, "filtered"));
  await writeLine(isSet(options, "json") ? JSON.stringify(check) : sayCheck(check));
  return check.broken ? exitCodes.failed : exitCodes.done;
}

function sayCheck({ entries, last, broken }: AuditCheck): string {
  if (broken)
    return `Broken at ${broken.number}: ${faultTexts[broken.fault]}. ${count(entries)} entries before it hold.`;
  return `${count(entries)} entries hold.${last ? ` The last is ${last.number}, ${last.hash}.` : ""}`;
}

async function checkFile(path: string, gaps: boolean): Promise<AuditCheck> {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const chain = checkChain({ sha256, gaps });
  const broken = await readChain(path, chain);
  return { entries: chain.count, last: chain.last, broken };
}

async function readChain(path: string, chain: ReturnType<typeof checkChain>): Promise<ChainBreak | null> {
  const input = path === "-" ? process.stdin : createReadStream(path);
  let lines = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines += 1;
    if (line.trim() === "") continue;
    const broken = chain.see(readLine(line, lines));
    if (broken) return broken;
  }
  return chain.end();
}

function readLine(line: string, number: number) {
  try {
    return auditLine.parse(JSON.parse(line));
  } catch {
    throw new Failure(`Line ${number} is no entry of an audit trail: hand in the NDJSON file as it was exported.`);
  }
}
