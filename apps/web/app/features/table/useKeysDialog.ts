import { defineAsyncComponent, onBeforeUnmount, onMounted } from "vue";
import { useOverlay } from "#imports";

const KeysDialog = defineAsyncComponent(() => import("./KeysDialog.vue"));

/** The overview of keys: by Ctrl+/ anywhere on the page, and by ? where nobody types. */
export function useKeysDialog() {
  const overlay = useOverlay();
  let isOpen = false;

  async function show(): Promise<void> {
    if (isOpen) return;
    isOpen = true;
    await overlay.create(KeysDialog, { destroyOnClose: true }).open().result;
    isOpen = false;
  }

  function onKeydown(event: KeyboardEvent): void {
    const isAnywhere = event.key === "/" && (event.ctrlKey || event.metaKey);
    // In a grid a character begins an edit.
    const isTyped = (event.target as Element).closest?.("input, textarea, [contenteditable=true], .weft-grid");
    if (!isAnywhere && (event.key !== "?" || isTyped)) return;
    event.preventDefault();
    void show();
  }

  onMounted(() => globalThis.addEventListener("keydown", onKeydown));
  onBeforeUnmount(() => globalThis.removeEventListener("keydown", onKeydown));
  return { show };
}
