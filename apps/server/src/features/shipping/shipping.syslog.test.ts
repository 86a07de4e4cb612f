import { expect, test } from "vitest";
import type { StoredLink } from "../audit/audit.store.ts";
import { frameSyslog, writeSyslog } from "./shipping.syslog.ts";

function linkOf(entry: object): StoredLink {
  const at = "2026-11-20T09:30:00.000Z";
  const nothing = { actor: null, thing: null, workspace: null, address: null, request: null, count: 1 };
  return {
    number: 7,
    at: new Date(at),
    entry: { number: 7, at, action: "table.created", ...nothing, ...entry },
    previousHash: "0".repeat(64),
    hash: "f".repeat(64),
    personal: {},
  };
}

test("an entry is a message of RFC 5424: log audit, its time, host and action, parameters, and the line to verify", () => {
  const link = linkOf({ thing: { kind: "table", id: "tbl1", name: 'Owls "of" [Vaud] \\ Genève' } });
  const message = writeSyslog(link, "weft.example.org");
  const [, head, line] = /^(.*\]) (\{.*)$/s.exec(message) ?? [];
  expect(head).toBe(
    `<109>1 2026-11-20T09:30:00.000Z weft.example.org weft - table.created [weft@32473 number="7" kind="table" thing="Owls \\"of\\" [Vaud\\] \\\\ Genève" thingId="tbl1" hash="${link.hash}"]`,
  );
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  const { entry, previousHash, hash, personal } = link;
  expect(JSON.parse(line as string)).toEqual({ entry, previousHash, hash, personal });
});

test("refusals are warnings", () => {
  expect(writeSyslog(linkOf({ action: "access.refused" }), "h")).toMatch(/^<108>1 /);
  expect(writeSyslog(linkOf({ action: "person.sign_in_failed" }), "h")).toMatch(/^<108>1 /);
});

test("in a stream each message stands after its length in bytes, whatever its signs", () => {
  expect(frameSyslog(["ab", "é\n"]).toString()).toBe("2 ab3 é\n");
});
