import { onMounted, reactive, ref } from "vue";
import { useNuxtApp } from "#imports";

/**
 * A form of the page that the server sends: what was typed before the page came alive stays, as hydration would wipe it.
 * Its fields carry the keys as their names. It can be sent once it `isAlive`; `isFresh` tells that nobody types in it yet.
 */
export function useTypedForm<Form extends Record<string, string>>(initial: Form) {
  const form = reactive<Record<string, string>>({ ...initial }) as Form;
  const isAlive = ref(false);
  let isFresh = true;
  if (import.meta.client && useNuxtApp().isHydrating) {
    for (const name of Object.keys(initial) as (keyof Form & string)[]) {
      const field = document.querySelector<HTMLInputElement>(`input[name="${name}"]`);
      if (field && field.value !== field.defaultValue) form[name] = field.value as Form[typeof name];
    }
    isFresh = !(document.activeElement instanceof HTMLInputElement);
  }
  onMounted(() => (isAlive.value = true));
  return { form, isAlive, isFresh };
}
