import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import ipaddr from "ipaddr.js";

/** What a fetch of an address that somebody typed may do. */
interface OutgoingLimits {
  /** Hosts inside the network that may be reached all the same. */
  privateHosts: readonly string[];
  /** Time until the answer begins, and between two pieces of it. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** What an address answered; the body is not read yet. */
interface OutgoingAnswer {
  /** The name the server gives the file, or the last part of the address. */
  name: string;
  /** null when the server does not say. */
  sizeBytes: number | null;
  body: Readable;
}

const redirectsMax = 5;

/**
 * GETs an address that somebody typed: http and https only, and never inside our own network — asked at connect time, of
 * the very address that is connected to, and again at each redirect. Throws url.refused or url.failed.
 */
export async function fetchOutgoing(address: string, limits: OutgoingLimits): Promise<OutgoingAnswer> {
  let url = checkAddress(address, limits.privateHosts);
  const { Agent, request } = await import("undici");
  const agent = new Agent({
    connect: { lookup: guardedLookup(limits.privateHosts), timeout: limits.timeoutMs },
    headersTimeout: limits.timeoutMs,
    bodyTimeout: limits.timeoutMs,
  });
  for (let hops = 0; hops <= redirectsMax; hops++) {
    const answer = await request(url, {
      dispatcher: agent,
      signal: limits.signal,
      headers: { "user-agent": "Weft", accept: "*/*", "accept-encoding": "identity" },
    }).catch((error: unknown) => {
      throw toProblem(error, url, limits.signal);
    });
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && location) {
      await answer.body.dump();
      url = checkAddress(new URL(String(location), url).href, limits.privateHosts);
      continue;
    }
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      throw failed(url, phrase`it answered ${String(answer.statusCode)}`);
    }
    answer.body.once("close", () => void agent.close().catch(() => {}));
    return { name: nameOf(url, answer.headers), sizeBytes: sizeOf(answer.headers), body: answer.body };
  }
  throw failed(url, phrase`it redirects more than ${redirectsMax} times`);
}

/** The address as a URL, or url.refused: said at once, before anything is connected to. */
export function checkAddress(address: string, privateHosts: readonly string[]): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol))
    throw new Problem(
      "url.refused",
      phrase`${address.slice(0, 200)} is not an address of the web: begin it with https://.`,
    );
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isReachable(host, host, privateHosts)) throw refused(host);
  return url;
}

/** Whether an address lies outside: not loopback, private, link-local, carrier, reserved, also not wrapped in IPv6. */
function isReachable(host: string, ip: string, privateHosts: readonly string[]): boolean {
  return privateHosts.includes(host) || ipaddr.process(ip).range() === "unicast";
}

/** Looks names up for a connection, and refuses those that lead inside. */
export function guardedLookup(privateHosts: readonly string[]): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const inside = found?.find(({ address }) => !isReachable(host, address, privateHosts));
      const fault = error ?? (inside ? refused(host) : null);
      const first = found?.[0];
      if (fault || !first) return done(fault ?? new Error(`no address for ${host}`), "", 4);
      return options.all
        ? (done as unknown as (e: null, all: LookupAddress[]) => void)(null, found)
        : done(null, first.address, first.family);
    });
  };
}

/** The address of a host that somebody typed, for what is no web request; throws url.refused for one inside. */
export function lookUpOutgoing(host: string, privateHosts: readonly string[]): Promise<LookupAddress> {
  return new Promise((resolve, reject) => {
    guardedLookup(privateHosts)(host, {}, (error, address, family) =>
      error ? reject(error) : resolve({ address: address as string, family: family ?? 4 }),
    );
  });
}

function refused(host: string): Problem {
  return new Problem(
    "url.refused",
    phrase`${host} lies inside the network Weft runs in, and is not asked. If it should be, the people who run this instance can name it in WEFT_PRIVATE_URLS.`,
  );
}

function failed(url: URL, why: Phrase | string): Problem {
  return new Problem(
    "url.failed",
    phrase`${url.href.slice(0, 200)} gave no file: ${why}. Check the address and try again.`,
  );
}

function toProblem(error: unknown, url: URL, signal: AbortSignal): unknown {
  if (error instanceof Problem || signal.aborted) return error;
  const { cause, code, message } = error as { cause?: unknown; code?: string; message: string };
  if (cause instanceof Problem) return cause;
  const sentences: Record<string, Phrase> = {
    ENOTFOUND: phrase`there is no such host`,
    ECONNREFUSED: phrase`nothing answers there`,
    UND_ERR_CONNECT_TIMEOUT: phrase`nothing answers there`,
    UND_ERR_HEADERS_TIMEOUT: phrase`it takes too long to answer`,
  };
  return failed(url, sentences[code ?? ""] ?? message);
}

function sizeOf(headers: Record<string, string | string[] | undefined>): number | null {
  const size = Number(headers["content-length"]);
  return headers["content-length"] !== undefined && Number.isSafeInteger(size) ? size : null;
}

function nameOf(url: URL, headers: Record<string, string | string[] | undefined>): string {
  const disposition = String(headers["content-disposition"] ?? "");
  const given = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1] ?? /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  const last = given ?? url.pathname.split("/").findLast(Boolean) ?? url.hostname;
  try {
    return decodeURIComponent(last).replaceAll(/[/\\]/g, "_").slice(-120) || url.hostname;
  } catch {
    return last.slice(-120);
  }
}
