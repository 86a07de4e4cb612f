/** The parts of a table's access. */
export const accessTabs = ["people", "fields", "rows", "preview"] as const;
export type AccessTab = (typeof accessTabs)[number];

/** The part that an address names; people when it names none. */
export function readTab(text: unknown): AccessTab {
  return accessTabs.find((tab) => tab === text) ?? "people";
}
