import { onMounted, onUnmounted, ref } from "vue";

/** Whether a file has been dragged over the window: what takes it need not be loaded before. */
export function useFileDrag() {
  const hasCome = ref(false);

  function onDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Else the browser would open the file in the page's place.
    event.preventDefault();
    hasCome.value = true;
  }

  const names = ["dragenter", "dragover", "drop"] as const;
  onMounted(() => names.forEach((name) => window.addEventListener(name, onDrag)));
  onUnmounted(() => names.forEach((name) => window.removeEventListener(name, onDrag)));
  return hasCome;
}
