import type { FieldType } from "@weft/model/fields/field";

/** The icon of each field type, where Nuxt UI draws it. */
export const fieldIcons: Record<FieldType, string> = {
  text: "i-lucide-type",
  long_text: "i-lucide-align-left",
  number: "i-lucide-hash",
  boolean: "i-lucide-square-check",
  date: "i-lucide-calendar",
  datetime: "i-lucide-clock",
  choice: "i-lucide-circle-chevron-down",
  url: "i-lucide-link",
  email: "i-lucide-mail",
  json: "i-lucide-braces",
};

/** How the order of each field type is named. */
export const fieldOrders: Record<FieldType, "letters" | "numbers" | "times" | "yes" | "others"> = {
  text: "letters",
  long_text: "letters",
  number: "numbers",
  boolean: "yes",
  date: "times",
  datetime: "times",
  choice: "letters",
  url: "letters",
  email: "letters",
  json: "others",
};
