import { rm } from "node:fs/promises";
import { request } from "@playwright/test";
import { ensureWebBuilt } from "../../scripts/ensure-web-built.mjs";
import { startInstance } from "./instance.ts";
import { startMailbox } from "./mailbox.ts";
import { owner } from "./owner.ts";
import { ownerState, runFolder } from "./places.ts";

/** Starts the product once for the whole run and signs its owner up; gives back how to stop it. */
export default async function startProduct(): Promise<() => Promise<void>> {
  process.env.WEFT_WEB_FOLDER ||= (await ensureWebBuilt()) ?? "";
  const mailbox = await startMailbox();
  const environment = { WEFT_CALLS_PER_MINUTE: "0", WEFT_PRIVATE_URLS: "127.0.0.1", WEFT_SMTP_URL: mailbox.url };
  const instance = await startInstance({ environment });
  process.env.WEFT_E2E_URL = instance.url;
  process.env.WEFT_E2E_DATA = instance.data;
  const context = await request.newContext({ baseURL: instance.url, extraHTTPHeaders: { origin: instance.url } });
  const answer = await context.post("/api/v1/session/sign-up", { data: owner });
  if (!answer.ok()) throw new Error(`The owner cannot sign up: ${await answer.text()}`);
  await context.storageState({ path: ownerState });
  await context.dispose();
  return async () => {
    await instance[Symbol.asyncDispose]();
    await mailbox.stop();
    await rm(runFolder, { recursive: true, force: true });
  };
}
