import type { Locator, Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows } from "@weft/api/rows";
import { open } from "./hydrated.ts";
import { cell } from "./stock.ts";

/** Where a state is shown: the page, and the table with the ids of its fields. */
interface Place {
  page: Page;
  address: string;
  field: Record<string, string>;
}

/** A table with a field of each kind of editor; few rows, as axe looks at each cell. */
export async function makeOrders(client: Client, baseId: string): Promise<Omit<Place, "page">> {
  const choices = [
    { name: "Open", color: "blue" as const },
    { name: "Shipped", color: "green" as const },
    { name: "Returned", color: "red" as const },
  ];
  const fields = [
    { name: "Order", type: "text" as const },
    { name: "Amount", type: "number" as const, options: { decimals: 2 } },
    { name: "Stage", type: "choice" as const, options: { choices } },
    { name: "Due", type: "date" as const },
    { name: "Note", type: "long_text" as const },
    { name: "Paid", type: "boolean" as const },
    { name: "Site", type: "url" as const },
    { name: "Extra", type: "json" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Orders", fields } });
  const rows = Array.from({ length: 6 }, (_, at) => ({
    cells: {
      Order: `W-${1000 + at}`,
      Amount: at * 171.25,
      Stage: choices[at % 3]!.name,
      Due: `2026-03-${String(1 + (at % 28)).padStart(2, "0")}`,
      Note: at % 2 === 0 ? "Ring twice.\nMind the dog." : null,
      Paid: at % 4 === 0,
      Site: `https://example.org/orders/${at}`,
      Extra: { at },
    },
  }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  const field = Object.fromEntries(table.fields.map(({ name, id }) => [name, id]));
  return { address: `/tables/${table.id}`, field };
}

/** Opens the table, looked at in some way. */
async function look({ page, address }: Place, query: Record<string, unknown> = {}): Promise<void> {
  const said = Object.entries(query).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  await open(page, `${address}?${new URLSearchParams(said)}`);
  await cell(page, 0, 0).or(page.locator(".wg-empty, .wg-group")).first().waitFor();
}

/** Opens the table and presses keys at a cell of its second row. */
async function at(place: Place, name: string, ...keys: string[]): Promise<void> {
  await look(place);
  await cell(place.page, 1, 0).click();
  for (let step = Object.keys(place.field).indexOf(name); step > 0; step -= 1)
    await place.page.keyboard.press("ArrowRight");
  for (const key of keys) await place.page.keyboard.press(key);
}

async function press(place: Place, name: string | RegExp, query: Record<string, unknown> = {}): Promise<void> {
  await look(place, query);
  await place.page.locator("#main").getByRole("button", { name }).first().click();
}

const figures = ({ field }: Place) => `${field.Amount}:sum,${field.Due}:histogram,${field.Order}:unique`;
const nested = ({ field }: Place) => ({
  all: [
    { field: field.Amount, op: "greater", value: 20 },
    {
      any: [
        { field: field.Stage, op: "is_any_of", value: ["Open", "Shipped"] },
        { field: field.Due, op: "in_period", value: "last_30_days" },
      ],
    },
  ],
});

/** Ways the page of a table can look; each gives what must be seen then. */
export const tableStates: Record<string, (place: Place) => Promise<Locator>> = {
  async "a range and what it comes to"(place) {
    await at(place, "Order", "Shift+ArrowDown", "Shift+ArrowRight");
    return place.page.locator(".wg-totals");
  },
  async "tall rows, coloured by rules"(place) {
    const rules = [["red", 1, { field: place.field.Stage, op: "is", value: "Returned" }]];
    await look(place, { height: "tall", color: rules });
    return place.page.locator(".wg-row.is-tinted").first();
  },
  async "groups with figures"(place) {
    await look(place, { group: `${place.field.Stage},${place.field.Paid}`, footers: figures(place) });
    return place.page.locator(".wg-bars").first();
  },
  async "a number that is refused"(place) {
    await at(place, "Amount", "a");
    return place.page.locator(".wg-fault");
  },
  async "a choice to be made"(place) {
    await at(place, "Stage", "Enter");
    return place.page.getByRole("listbox");
  },
  async "a day to be picked"(place) {
    await at(place, "Due", "Enter");
    return place.page.locator(".wg-month");
  },
  async "long text to be written"(place) {
    await at(place, "Note", "Enter");
    return place.page.locator(".wg-lines");
  },
  async "a whole row"(place) {
    await at(place, "Order", "Space");
    return place.page.getByRole("dialog", { name: "Row 2" });
  },
  async "the menu of cells"(place) {
    await at(place, "Order", "Shift+F10");
    return place.page.getByRole("menu");
  },
  async "the menu of a field"(place) {
    await press(place, "Menu of the field Order");
    return place.page.getByRole("menu");
  },
  async "the menu of a figure"(place) {
    await look(place, { footers: figures(place) });
    await place.page.locator(".wg-figure button").first().click();
    return place.page.getByRole("menu");
  },
  async "a field to be changed"(place) {
    await press(place, "Menu of the field Order");
    await place.page.getByRole("menuitem").first().click();
    return place.page.getByRole("dialog").getByRole("textbox").first();
  },
  async "a filter with a group in it"(place) {
    await press(place, /^Filter/, { filter: nested(place) });
    return place.page.getByRole("button", { name: "Remove the group" });
  },
  async "the order of rows"(place) {
    await press(place, /^Sort/, { sort: `${place.field.Stage},-${place.field.Amount}` });
    return place.page.getByRole("group", { name: "Sort" });
  },
  async "the choice of groups"(place) {
    await press(place, /^Group/, { group: `${place.field.Stage},${place.field.Paid}` });
    return place.page.getByRole("button", { name: "Open all" });
  },
  async "the choice of fields"(place) {
    await press(place, /^Fields/, { hide: place.field.Note, order: place.field.Due });
    return place.page.getByRole("group", { name: "Fields" });
  },
  async "the look of rows"(place) {
    await press(place, /^Rows/, { color: [["green", 0, { field: place.field.Paid, op: "is_yes" }]] });
    return place.page.getByRole("group", { name: /1/ }).getByRole("switch");
  },
  async "a search and its hits"(place) {
    await look(place, { search: "W-10", found: "all" });
    return place.page.getByRole("button", { name: "Next row found" });
  },
  async "find and replace"(place) {
    await at(place, "Order", "Shift+ArrowDown", "Control+h");
    return place.page.getByRole("dialog").getByRole("textbox").first();
  },
  async "the number of a row that is not there"(place) {
    await at(place, "Order", "Control+g");
    await place.page.getByRole("dialog").getByRole("textbox").fill("99");
    return place.page.locator(".wg-dialog-fault");
  },
  async "all keys"(place) {
    await at(place, "Order", "Control+/");
    return place.page.getByRole("dialog");
  },
  async "an export"(place) {
    await press(place, "More");
    await place.page.getByRole("menuitem", { name: "Export" }).click();
    return place.page.getByRole("dialog").getByRole("button", { name: "Export" });
  },
  async "ticked rows"(place) {
    await look(place);
    await place.page.locator("[data-row='1'] .wg-tick").evaluate((box: HTMLElement) => box.click());
    return place.page.getByRole("button", { name: "Delete", exact: true });
  },
  async "nothing found"(place) {
    await look(place, { search: "nothing has this" });
    return place.page.getByText("No row matches");
  },
};
