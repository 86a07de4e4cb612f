import type { ProblemBody } from "@weft/api/problems";
import { tusPath } from "@weft/api/uploads";
import { makeUuid } from "@weft/model/uuid";
import type { DetailedError, Upload as TusUpload } from "tus-js-client";
import { computed, reactive } from "vue";

/** A file on its way to the server. */
export interface FileUpload {
  key: string;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  /** offline = broken off by the network: goes on by itself. stored = all bytes have arrived. */
  state: "queued" | "sending" | "paused" | "offline" | "stored" | "failed";
  workspaceId: string;
  /** Where the import goes; null = nobody has said yet. */
  baseId: string | null;
  tableId: string | null;
  importId: string | null;
  fault: string | null;
}

/** A file that an earlier visit did not finish sending; choosing the same file again goes on where it ended. */
export interface BrokenUpload {
  name: string;
  sizeBytes: number;
  urlStorageKey: string;
}

const retryDelaysMs = [0, 1000, 2000, 5000, ...Array.from({ length: 200 }, () => 10_000)];

// One list for the whole tab, so that uploads go on while people look at other pages. The server never fills it.
const uploads = reactive<FileUpload[]>([]);
const running = new Map<string, TusUpload>();
let isWatchingNetwork = false;

/** The files this tab is sending, one after another, by tus: they survive a lost network and, chosen again, a reload. */
export function useFileUploads(onStored: (upload: FileUpload) => void) {
  function add(files: File[], target: Pick<FileUpload, "workspaceId" | "baseId" | "tableId">): FileUpload[] {
    watchNetwork();
    const added = files.map((file) => {
      const upload = reactive<FileUpload>({
        ...target,
        key: makeUuid(),
        name: file.name,
        sizeBytes: file.size,
        sentBytes: 0,
        state: "queued",
        importId: null,
        fault: null,
      });
      void prepare(upload, file, onStored);
      return upload;
    });
    uploads.push(...added);
    return added;
  }

  function pause(upload: FileUpload): void {
    upload.state = "paused";
    void running.get(upload.key)?.abort();
    startNext();
  }

  function resume(upload: FileUpload): void {
    upload.fault = null;
    upload.state = "queued";
    startNext();
  }

  function remove(upload: FileUpload): void {
    const isDone = upload.state === "stored";
    void running
      .get(upload.key)
      ?.abort(!isDone)
      .catch(() => undefined);
    running.delete(upload.key);
    uploads.splice(uploads.indexOf(upload), 1);
    startNext();
  }

  return {
    uploads,
    isSending: computed(() => uploads.some(({ state }) => state === "sending")),
    add,
    pause,
    resume,
    remove,
  };
}

/** Uploads that an earlier visit left unfinished in this browser. */
export async function listBrokenUploads(): Promise<BrokenUpload[]> {
  const { defaultOptions } = await import("tus-js-client");
  const found = await defaultOptions.urlStorage.findAllUploads();
  return found.map(({ metadata, size, urlStorageKey }) => ({
    name: metadata.filename ?? "",
    sizeBytes: size ?? 0,
    urlStorageKey,
  }));
}

/** Whether this tab is sending that file just now, so that it is not broken off at all. */
export function isOnItsWay({ name, sizeBytes }: BrokenUpload): boolean {
  return uploads.some((upload) => upload.name === name && upload.sizeBytes === sizeBytes);
}

/** Forgets an unfinished upload of an earlier visit. */
export async function forgetBrokenUpload({ urlStorageKey }: BrokenUpload): Promise<void> {
  const { defaultOptions } = await import("tus-js-client");
  await defaultOptions.urlStorage.removeUpload(urlStorageKey);
}

async function prepare(upload: FileUpload, file: File, onStored: (upload: FileUpload) => void): Promise<void> {
  const { Upload } = await import("tus-js-client");
  const tus = new Upload(file, {
    endpoint: tusPath,
    metadata: { filename: file.name, workspaceId: upload.workspaceId },
    retryDelays: retryDelaysMs,
    removeFingerprintOnSuccess: true,
    onProgress: (sentBytes) => {
      upload.sentBytes = sentBytes;
      if (upload.state === "offline" && navigator.onLine) upload.state = "sending";
    },
    onShouldRetry: (error) => {
      const isRefused =
        statusOf(error) >= 400 && statusOf(error) < 500 && statusOf(error) !== 409 && statusOf(error) !== 423;
      if (!isRefused) upload.state = "offline";
      return !isRefused;
    },
    onError: (error) => {
      upload.fault = faultOf(error);
      upload.state = "failed";
      startNext();
    },
    onSuccess: () => {
      upload.sentBytes = upload.sizeBytes;
      upload.state = "stored";
      startNext();
      onStored(upload);
    },
  });
  running.set(upload.key, tus);
  const previous = (await tus.findPreviousUploads())[0];
  if (previous) tus.resumeFromPreviousUpload(previous);
  startNext();
}

function startNext(): void {
  if (uploads.some(({ state }) => state === "sending" || state === "offline")) return;
  const next = uploads.find(({ state, key }) => state === "queued" && running.has(key));
  if (!next) return;
  next.state = "sending";
  running.get(next.key)?.start();
}

/** The network's return is not waited for by the clock: it starts at once. */
function watchNetwork(): void {
  if (isWatchingNetwork) return;
  isWatchingNetwork = true;
  window.addEventListener("offline", () => {
    for (const upload of uploads) if (upload.state === "sending") upload.state = "offline";
  });
  window.addEventListener("online", () => {
    for (const upload of uploads) {
      if (upload.state !== "offline") continue;
      const tus = running.get(upload.key);
      void tus?.abort().then(() => tus.start());
    }
  });
}

/** The upload's id: the last part of the address that tus was given. */
export function uploadIdOf(upload: FileUpload): string {
  return running.get(upload.key)?.url?.split("/").pop() ?? "";
}

function statusOf(error: Error | DetailedError): number {
  return "originalResponse" in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

function faultOf(error: Error | DetailedError): string {
  const text = "originalResponse" in error ? error.originalResponse?.getBody() : undefined;
  try {
    return (JSON.parse(text ?? "") as ProblemBody).detail;
  } catch {
    return text || error.message;
  }
}
