import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { open } from "./support/hydrated.ts";
import { expectSound } from "./support/looks.ts";

const rows = Array.from({ length: 200 }, (_, at) => {
  const height = at === 77 ? "unknown" : `${at},5`;
  return `${String(at).padStart(5, "0")};Place ${at};${String((at % 28) + 1).padStart(2, "0")}/02/2024;${height}`;
});
const csv = `Code;Place;Seen;Height\n${rows.join("\n")}\n`;

/** Lets go of a file over the window, as a hand does. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content as string], fileName as string, { type: "text/csv" }));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await expect(page.getByTestId("drop-area")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

async function newBase(page: Page, name: string): Promise<void> {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Bases" }).getByRole("button", { name: "New base" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

test("a dropped file is shown as it was understood, corrected, loaded, and reported with its rejects", async ({
  page,
}) => {
  await newBase(page, "Places");
  await drop(page, "places.csv", csv);
  await expect(page).toHaveURL(/\/imports\/imp/);
  await expect(page.getByRole("button", { name: /^Code Text/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: /^Seen Date/ })).toBeVisible();

  await page.getByRole("button", { name: /^Height/ }).click();
  await page.getByRole("radio", { name: /^Number/ }).check();
  await expect(page.getByRole("button", { name: /^Height Number 1 does not fit/ })).toBeVisible();
  await page.getByLabel("Name of the table").fill("Field places");
  await page.getByRole("button", { name: "Load 200 rows" }).click();

  const totals = page.getByRole("region", { name: "Totals" });
  await expect(totals).toContainText("200");
  await expect(totals).toContainText("199");
  await expect(page.getByRole("row", { name: /79 Height unknown/ })).toBeVisible();
  await page.getByRole("link", { name: "Open the table" }).click();
  await expect(page).toHaveTitle(/Field places/);
  await expect(page.getByRole("grid")).toBeVisible();
});

test("a file read with another separator is analysed again and shown again", async ({ page }) => {
  await newBase(page, "Separators");
  await drop(page, "words.csv", csv);
  await expect(page.getByRole("button", { name: /^Code/ })).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("Separator", { exact: true }).click();
  await page.getByRole("option", { name: /bar/ }).click();
  await expect(page.getByRole("button", { name: /^Code;Place;Seen;Height/ })).toBeVisible();
});

test("pasted rows become an import, and an import can be undone", async ({ page }) => {
  await newBase(page, "Pasted");
  await page.getByRole("main").getByRole("link", { name: "Import a file" }).click();
  await page.getByRole("button", { name: "Paste", exact: true }).click();
  await page.getByLabel("Rows", { exact: true }).fill("City\tPeople\nLyon\t520000\nOslo\t710000\n");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Load 2 rows" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
});

test("the screens stay inside a phone and a desk and hold no fault that axe knows, light and dark", async ({
  page,
}) => {
  for (const path of ["/", "/imports", "/imports/new", "/settings/profile", "/settings/tokens"]) {
    await open(page, path);
    await expectSound(page);
  }
});
