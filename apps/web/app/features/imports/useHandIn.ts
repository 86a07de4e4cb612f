import { createImport } from "@weft/api/imports";
import { ref } from "vue";
import { navigateTo, useRoute, useRouter } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useBases } from "../../composables/useBases.ts";
import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";
import { useBaseActions } from "../bases/useBaseActions.ts";
import { whyWait } from "../table/remote-source.ts";
import { createWriteQueue } from "../table/write-queue.ts";
import type { FileUpload } from "./useFileUploads.ts";
import { uploadIdOf, useFileUploads } from "./useFileUploads.ts";

interface Target {
  baseId?: string | null;
  tableId?: string | null;
}

/** A file that has arrived waits for the network to become an import, as its bytes have waited. */
const isAway = ref(false);
const asking = createWriteQueue({ whyWait, onChange: (_waiting, why) => (isAway.value = why === "away") });
if (import.meta.client) window.addEventListener("online", asking.wake);

/** Hands files in: sends them, and makes an import of each that waits for the person's review. */
export function useHandIn() {
  const api = useApi();
  const route = useRoute();
  const router = useRouter();
  const report = useReport();
  const { t } = useText();
  const { workspace } = useSession();
  const { bases } = useBases();
  const { makeBase } = useBaseActions();
  const files = useFileUploads((upload) => void createFrom(upload));

  /** Where it goes when nobody has to be asked: the base named, the only one, or a first one. */
  async function certainBase(target: Target): Promise<string | null> {
    if (target.baseId) return target.baseId;
    if (bases.value.length > 1) return null;
    return bases.value[0]?.id ?? (await makeBase(t("bases.firstBase"))).id;
  }

  async function handIn(chosen: File[], target: Target = {}): Promise<void> {
    if (chosen.length === 0 || !workspace.value) return;
    await report.attempt(async () => {
      const baseId = await certainBase(target);
      files.add(chosen, { workspaceId: workspace.value?.id ?? "", baseId, tableId: target.tableId ?? null });
      const query = { ...(baseId ? { base: baseId } : {}), ...(target.tableId ? { table: target.tableId } : {}) };
      if (route.path !== "/imports/new") await navigateTo({ path: "/imports/new", query });
    });
  }

  async function createFrom(upload: FileUpload): Promise<void> {
    if (upload.baseId === null || upload.importId !== null) return;
    const made = await report.attempt(async () => {
      const request = {
        params: { baseId: upload.baseId ?? "" },
        headers: { "idempotency-key": upload.key },
        body: {
          source: { uploadId: uploadIdOf(upload) },
          options: upload.tableId ? { mode: "append" as const, tableId: upload.tableId } : {},
          start: "review" as const,
        },
      };
      const job = await asking.push(() => api.call(createImport, request));
      upload.importId = job.id;
    });
    if (!made) return void (upload.state = "failed");
    const isAlone = files.uploads.length === 1;
    if (isAlone && router.currentRoute.value.path === "/imports/new") {
      files.remove(upload);
      await navigateTo(`/imports/${upload.importId}`, { replace: true });
    }
  }

  /** Says where the files go that were handed in without a base. */
  async function chooseBase(baseId: string): Promise<void> {
    for (const upload of files.uploads) {
      upload.baseId ??= baseId;
      if (upload.state === "stored") await createFrom(upload);
    }
  }

  return { ...files, isAway, handIn, chooseBase, createFrom, certainBase };
}
