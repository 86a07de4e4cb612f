import type { ReplyOf } from "@weft/api/endpoint";
import type { EditedField } from "@weft/api/fields";
import { createField, previewRetype, retypeField, updateField } from "@weft/api/fields";
import type { Field, FieldShape, FieldType } from "@weft/model/fields/field";
import { defaultOptions } from "@weft/model/fields/field";
import { computed, onBeforeUnmount, reactive, ref, watch } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useFaults } from "../../composables/useFaults.ts";

type Preview = ReplyOf<typeof previewRetype>;

const typingMs = 400;

/** A field being made (`field` null) or changed; a changed type is tried on all rows before anything is lost. */
export function useFieldForm(tableId: string, field: Field | null, before: string | undefined) {
  const api = useApi();
  const faults = useFaults(["name", "description"]);
  const form = reactive({
    name: field?.name ?? "",
    description: field?.description ?? "",
    type: (field?.type ?? "text") as FieldType,
    options: structuredClone(field ? plain(field.options) : defaultOptions("text")) as FieldShape["options"],
  });
  /** What was written, for undo: a change of the name and one of the type are two. */
  const changes: number[] = [];
  const said = { name: field?.name, description: field?.description ?? null };
  const preview = ref<Preview | null>(null);
  const isPreviewing = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | undefined;
  onBeforeUnmount(() => {
    clearTimeout(timer);
    asked?.abort();
  });

  /** Choices without a name are not choices yet. */
  const shape = computed(() => {
    const options = plain(form.options);
    if ("choices" in options) options.choices = options.choices.filter(({ name }) => name.trim() !== "");
    return { type: form.type, options } as FieldShape;
  });
  const isRetyped = computed(
    () =>
      field !== null &&
      (form.type !== field.type || JSON.stringify(shape.value.options) !== JSON.stringify(field.options)),
  );

  function setType(type: FieldType): void {
    form.type = type;
    form.options = field?.type === type ? plain(field.options) : defaultOptions(type);
  }

  watch(
    () => isRetyped.value && JSON.stringify(shape.value),
    (changed) => {
      clearTimeout(timer);
      asked?.abort();
      preview.value = null;
      isPreviewing.value = changed !== false;
      if (changed !== false) timer = setTimeout(tryRetype, typingMs);
    },
  );

  async function tryRetype(): Promise<void> {
    const controller = new AbortController();
    asked = controller;
    const params = { tableId, fieldId: field!.id };
    const reply = await api
      .call(previewRetype, { params, body: shape.value, signal: controller.signal })
      .catch(() => null);
    if (controller.signal.aborted) return;
    preview.value = reply;
    isPreviewing.value = false;
  }

  async function save(): Promise<void> {
    const { name, description } = form;
    const about = { name: name.trim(), description: description.trim() || null };
    if (!field) {
      note(await api.call(createField, { params: { tableId }, body: { ...shape.value, ...about, before } }));
      return;
    }
    const params = { tableId, fieldId: field.id };
    if (about.name !== said.name || about.description !== said.description) {
      note(await api.call(updateField, { params, body: about }));
      Object.assign(said, about);
    }
    if (isRetyped.value)
      note(await api.call(retypeField, { params, body: { ...shape.value, lose: (preview.value?.lost ?? 0) > 0 } }));
  }

  function note({ change }: EditedField): void {
    if (change !== null) changes.push(change);
  }

  return { form, faults, preview, isPreviewing, isRetyped, setType, changes, save: () => faults.send(save) };
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
