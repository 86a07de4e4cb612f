import type { Page } from "@playwright/test";
import { createTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createRows, listRows } from "@weft/api/rows";
import { expect } from "./test.ts";

/** A table with Name (text), Amount (number), Note (text) and `count` rows. */
export async function makeStock(client: Client, baseId: string, count: number) {
  const fields = [
    { name: "Name", type: "text" as const },
    { name: "Amount", type: "number" as const, options: { decimals: null } },
    { name: "Note", type: "text" as const },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "Stock", fields } });
  const rows = Array.from({ length: count }, (_, at) => ({ cells: { Name: `Item ${at + 1}`, Amount: at + 0.5 } }));
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

/** A cell of the grid by its place. */
export const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"] [data-column="${column}"]`);
/** Waits until every edit is confirmed. */
export const settled = (page: Page) => expect(page.locator(".wg-pending")).toHaveCount(0);

/** Besides the headings there is the place where one adds a field. */
export const hasFields = (page: Page, count: number) => expect(page.locator(".wg-heading")).toHaveCount(count + 1);

/** Pastes into what has the keyboard. */
export function paste(page: Page, text: string, html = ""): Promise<void> {
  return page.evaluate(
    ([plain, table]) => {
      const data = new DataTransfer();
      if (plain) data.setData("text/plain", plain);
      if (table) data.setData("text/html", table);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    },
    [text, html] as const,
  );
}

/** Copies or cuts what is selected, and gives the text. */
export function copy(page: Page, type: "copy" | "cut"): Promise<string> {
  return page.evaluate((kind) => {
    const data = new DataTransfer();
    const event = new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return data.getData("text/plain");
  }, type);
}

/** The names of the first rows, as the server has them. */
export async function names(client: Client, tableId: string, limit = 10): Promise<unknown[]> {
  const { rows } = await client.call(listRows, { params: { tableId }, query: { limit } });
  return (rows as { cells: Record<string, unknown> }[]).map(({ cells }) => cells.Name);
}
