/** Nuxt UI in Weft's look: one accent, neutral greys, small steps. */
export default {
  ui: {
    colors: { primary: "weft", neutral: "zinc" },
    button: { defaultVariants: { size: "sm" }, slots: { base: "cursor-pointer font-medium" } },
    input: { defaultVariants: { size: "md" }, slots: { root: "w-full" } },
    textarea: { slots: { root: "w-full" } },
    select: { defaultVariants: { size: "md" } },
    badge: { defaultVariants: { variant: "subtle", size: "sm" } },
    formField: {
      slots: { label: "font-medium", error: "mt-1 text-xs text-error", help: "mt-1 text-xs text-muted" },
    },
    modal: {
      slots: {
        overlay: "bg-neutral-950/30",
        title: "text-base font-semibold",
        description: "pe-8",
        content: "max-w-md",
      },
    },
    slideover: { slots: { overlay: "bg-neutral-950/30" } },
    drawer: { slots: { overlay: "bg-neutral-950/30" } },
    commandPalette: { slots: { itemLeadingIcon: "size-4", label: "text-dimmed font-medium" } },
    toaster: { defaultVariants: { position: "bottom-right" } },
  },
};
