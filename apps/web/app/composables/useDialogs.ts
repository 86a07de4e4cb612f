import { defineAsyncComponent } from "vue";
import { useOverlay } from "#imports";

const ConfirmDialog = defineAsyncComponent(() => import("../features/shell/ConfirmDialog.vue"));
const NameDialog = defineAsyncComponent(() => import("../features/shell/NameDialog.vue"));

interface NameQuestion {
  title: string;
  label: string;
  submitLabel: string;
  initial?: string;
  /** Carries the name out; what it throws is shown at the field and the dialog stays. */
  save: (name: string) => Promise<unknown>;
}

interface Confirmation {
  title: string;
  text: string;
  actionLabel: string;
}

/** Dialogs that any part of the app may open; focus returns to where it was. */
export function useDialogs() {
  const overlay = useOverlay();

  async function askName(question: NameQuestion): Promise<boolean> {
    return (await overlay.create(NameDialog, { destroyOnClose: true }).open(question).result) === true;
  }

  async function confirm(question: Confirmation): Promise<boolean> {
    return (await overlay.create(ConfirmDialog, { destroyOnClose: true }).open(question).result) === true;
  }

  return { askName, confirm };
}
