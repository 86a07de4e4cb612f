import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import type { Client } from "@weft/api/client";
import { createTable } from "@weft/api/bases";
import { createRows, listRows } from "@weft/api/rows";
import { open } from "./support/hydrated.ts";
import { expect, test } from "./support/test.ts";

/** Chooses a file in the wizard as a hand does. */
async function choose(page: Page, target: string, name: string, text: string): Promise<void> {
  await open(page, `/imports/new?${target}`);
  const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").first().setInputFiles(file);
}

/** A table of two people with what they paid. */
async function makePeople(client: Client, baseId: string) {
  const fields = [
    { name: "Mail", type: "text" as const },
    { name: "Paid", type: "number" as const, options: { decimals: 0 } },
  ];
  const table = await client.call(createTable, { params: { baseId }, body: { name: "People", fields } });
  const rows = [{ cells: { Mail: "a@example.org", Paid: 1 } }, { cells: { Mail: "b@example.org", Paid: 2 } }];
  await client.call(createRows, { params: { tableId: table.id }, body: { rows } });
  return table;
}

async function readRows(client: Client, tableId: string): Promise<string[]> {
  const { rows } = await client.call(listRows, { params: { tableId }, query: {} });
  return rows.map((row) => Object.values((row as { cells: Record<string, unknown> }).cells).join(" "));
}

const totals = (page: Page) => page.getByRole("region", { name: "Totals" });

async function undoImport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
}

test("a file at an address is fetched by the server and shown for review; a refused address says why at its field", async ({
  page,
  baseId,
}) => {
  const server = createServer((_request, response) => response.end("City,People\nLyon,520000\nOslo,710000\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await open(page, `/imports/new?base=${baseId}`);
  await page.getByRole("button", { name: "Address", exact: true }).click();
  const address = page.getByLabel("Address of the file");
  await address.fill("http://10.0.0.1/cities.csv");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText(/10\.0\.0\.1/).first()).toBeVisible();
  await address.fill(`http://127.0.0.1:${port}/cities.csv`);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Load 2 rows" }).click();
  await expect(totals(page)).toContainText("2");
  await expect(page.getByRole("heading", { name: "cities.csv" })).toBeVisible();
  server.close();
});

test("nested JSON becomes a column for each key, or stays JSON, as chosen", async ({ page, baseId }) => {
  const items = [
    { id: 1, place: { city: "Lyon", zip: "69001" } },
    { id: 2, place: { city: "Oslo", zip: "0150" } },
  ];
  await choose(page, `base=${baseId}`, "items.json", JSON.stringify({ items }));
  await expect(page.getByRole("button", { name: /^place\.city/ })).toBeVisible();
  await page.getByLabel("Nested objects").click();
  await page.getByRole("option", { name: "Kept as JSON" }).click();
  await expect(page.getByRole("button", { name: /^place JSON/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^place\.city/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Load 2 rows" }).click();
  await expect(totals(page)).toContainText("2");
});

test("rows take the place of others, or update those of the same key, and each is undone", async ({
  page,
  client,
  baseId,
}) => {
  const { id } = await makePeople(client, baseId);
  const target = `base=${baseId}&table=${id}`;
  const text = "Mail,Paid\nb@example.org,20\nc@example.org,30\n";
  await choose(page, target, "replace.csv", text);
  await page.getByRole("button", { name: "Replace rows" }).click();
  await page.getByRole("button", { name: "Load 2 rows" }).click();
  await expect(totals(page)).toBeVisible();
  expect(await readRows(client, id)).toEqual(["b@example.org 20", "c@example.org 30"]);
  await undoImport(page);
  expect(await readRows(client, id)).toEqual(["a@example.org 1", "b@example.org 2"]);

  await choose(page, target, "update.csv", text);
  await page.getByRole("button", { name: "Update by key" }).click();
  await expect(page.getByRole("button", { name: "Load 2 rows" })).toBeDisabled();
  await page.getByLabel("Key columns").click();
  await page.getByRole("option", { name: "Mail" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Load 2 rows" }).click();
  await expect(totals(page)).toContainText("1 new, 1 updated");
  expect(await readRows(client, id)).toEqual(["a@example.org 1", "b@example.org 20", "c@example.org 30"]);
  await undoImport(page);
  expect(await readRows(client, id)).toEqual(["a@example.org 1", "b@example.org 2"]);
});

test("a column that fits no field waits for a decision, and values that do not fit the field are told before", async ({
  page,
  client,
  baseId,
}) => {
  const { id } = await makePeople(client, baseId);
  await choose(page, `base=${baseId}&table=${id}`, "more.csv", "Mail,Paid,City\nc@example.org,much,Lyon\n");
  await expect(page.getByRole("button", { name: /^Paid Whole number 1 does not fit/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^City Text fits no field/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Load 1 row" })).toBeDisabled();
  await page.getByRole("button", { name: "Add it as a new field" }).click();
  await expect(page.getByRole("button", { name: /^City Text → A new field/ })).toBeVisible();
  await page.getByLabel("Rows that do not fit").click();
  await page.getByRole("option", { name: "Load nothing if a row does not fit" }).click();
  await page.getByRole("button", { name: "Load 1 row" }).click();
  await expect(page.getByText("Nothing was loaded", { exact: true })).toBeVisible();
  expect(await readRows(client, id)).toHaveLength(2);
});

test("an upload that the network breaks off goes on by itself, and is not shown as broken off meanwhile", async ({
  page,
  context,
  baseId,
}) => {
  await page.route("**/api/v1/uploads/tus/*", async (route) => {
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  });
  const line = `${"x".repeat(99)}\n`;
  await choose(page, `base=${baseId}`, "long.csv", `Word\n${line.repeat(2000)}`);
  await expect(page.getByText("Waiting for the network; it goes on by itself")).toBeVisible();
  await expect(page.getByText("broken off")).toHaveCount(0);
  await page.unroute("**/api/v1/uploads/tus/*");
  await context.setOffline(false);
  await expect(page.getByRole("button", { name: "Load 2,000 rows" })).toBeVisible();
});

test("a file that arrives while the network is gone becomes an import when it is back", async ({
  page,
  context,
  baseId,
}) => {
  await page.route("**/api/v1/bases/*/imports", async (route) => {
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  });
  await choose(page, `base=${baseId}`, "short.csv", "Word\none\ntwo\n");
  await expect(page.getByText("Waiting for the network; it goes on by itself")).toBeVisible();
  await page.unroute("**/api/v1/bases/*/imports");
  await context.setOffline(false);
  await expect(page.getByRole("button", { name: "Load 2 rows" })).toBeVisible();
});
