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
    modal: { slots: { title: "text-base font-semibold", content: "max-w-md" } },
    toaster: { defaultVariants: { position: "bottom-right" } },
  },
};
