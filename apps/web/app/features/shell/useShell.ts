import { useState } from "#imports";

/** What of the frame is open: the palette, the list of keys, the side bar on a phone. */
export function useShell() {
  return {
    isPaletteOpen: useState("palette", () => false),
    isKeysOpen: useState("keys", () => false),
    isMenuOpen: useState("menu", () => false),
  };
}
