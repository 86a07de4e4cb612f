import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cookie } from "@playwright/test";
import { findChromium } from "../scripts/find-chromium.mjs";

/** A tab as a person has it: nobody records its traffic, as a test's browser does, which keeps every answer in the tab's memory. */
export interface PlainTab extends AsyncDisposable {
  /** Calls a method of the browser's debugging protocol (https://chromedevtools.github.io/devtools-protocol/) on the tab. */
  send<Answer>(method: string, params?: object): Promise<Answer>;
  /** Runs an expression in the page and waits for what it promises. */
  run<Value>(expression: string): Promise<Value>;
  /** Bytes that this tab's program holds for itself: all but the code it shares with other programs. */
  memory(): Promise<number>;
}

/** Opens a page with these cookies in a Chromium of its own, 1440 × 900. */
export async function openPlainTab(url: string, cookies: Cookie[]): Promise<PlainTab> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-tab-"));
  const flags = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-port=0",
    "--window-size=1440,900",
  ];
  const program = findChromium();
  if (!program) throw new Error("There is no Chromium; `npm test` installs one.");
  const chromium = spawn(program, [...flags, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const browser = await connect(await readAddress(chromium.stderr));
  await browser.send("Storage.setCookies", {
    cookies: cookies.map(({ name, value, domain, path }) => ({ name, value, domain, path })),
  });
  const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", {
    url: "about:blank",
  });
  const tab = await connect(browser.address.replace(/browser\/.*/, `page/${targetId}`));
  await tab.send("Page.navigate", { url });
  return {
    send: tab.send,
    async run<Value>(expression: string) {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await tab.send<{ result: { value: Value }; exceptionDetails?: object }>(
        "Runtime.evaluate",
        params,
      );
      if (exceptionDetails) throw new Error(`The page refused: ${JSON.stringify(exceptionDetails)}`);
      return result.value;
    },
    async memory() {
      await tab.send("HeapProfiler.collectGarbage");
      const { processInfo } = await browser.send<{ processInfo: { type: string; id: number }[] }>(
        "SystemInfo.getProcessInfo",
      );
      const held = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => ownMemory(id));
      return Math.max(...(await Promise.all(held)));
    },
    async [Symbol.asyncDispose]() {
      const ended = once(chromium, "exit");
      chromium.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The browser writes where it listens. */
async function readAddress(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const part of output) {
    text += String(part);
    const found = /ws:\/\/\S+/.exec(text);
    if (found) return found[0];
  }
  throw new Error(`Chromium did not start: ${text}`);
}

async function connect(address: string) {
  const socket = new WebSocket(address);
  await once(socket, "open");
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: object };
    const call = id === undefined ? undefined : waiting.get(id);
    if (error) call?.reject(new Error(JSON.stringify(error)));
    else call?.resolve(result);
  });
  let calls = 0;
  return {
    address,
    send<Answer>(method: string, params: object = {}): Promise<Answer> {
      const call = Promise.withResolvers<unknown>();
      waiting.set((calls += 1), call);
      socket.send(JSON.stringify({ id: calls, method, params }));
      return call.promise as Promise<Answer>;
    },
  };
}

/** Anonymous and shared memory (Linux); its share of the program's code on disk, which all tabs have together, is left out. */
async function ownMemory(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const read = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0) * 1024;
  return read("Pss_Anon") + read("Pss_Shmem") + read("SwapPss");
}
