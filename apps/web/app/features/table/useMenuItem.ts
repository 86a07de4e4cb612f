import type { DropdownMenuItem } from "@nuxt/ui";
import { useText } from "../../composables/useText.ts";
import type { MenuLine } from "./menu-lines.ts";

/** Makes entries of menus, in the person's language. */
export function useMenuItem() {
  const { t } = useText();
  return (
    { text, icon, keys, isGrave }: MenuLine,
    onSelect: () => void,
    values?: { count: number },
  ): DropdownMenuItem => ({
    label: t(text, values),
    icon,
    kbds: keys,
    color: isGrave ? "error" : undefined,
    onSelect,
  });
}
