import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));
let story: ChildProcess;
let address: string;

/** `npm run grid` as a person starts it, on any free port. */
test.beforeAll(async () => {
  story = spawn(process.execPath, ["scripts/grid.mjs", "--port", "0"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, so that what it starts ends with it.
    detached: true,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  address = await new Promise((resolve, reject) => {
    let said = "";
    story.stdout?.on("data", (text: Buffer) => {
      said += text.toString();
      const found = /http:\/\/localhost:\d+\//.exec(said)?.[0];
      if (found) resolve(found);
    });
    story.on("exit", (status) => reject(new Error(`It ended with ${status}: ${said}`)));
  });
});

test.afterAll(() => {
  if (story.pid !== undefined && story.exitCode === null) process.kill(-story.pid);
});

test("the grid alone shows the millionth row, in groups with figures too, and what is turned stands in its address", async ({
  page,
}) => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(address);
  await page.getByRole("spinbutton", { name: "Go to row" }).fill("1000000");
  await page.keyboard.press("Enter");
  const last = page.getByRole("row").filter({ hasText: "1000000" });
  await expect(last.getByRole("gridcell", { name: "Ada Liskov" })).toBeVisible();

  await page.getByLabel("Groups 1", { exact: true }).selectOption("Stage");
  await page.getByRole("checkbox", { name: "Figures below the columns" }).check();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  const figures = page.locator(".wg-foot");
  await expect(figures).toContainText("Unique195");
  await page.reload();
  const accepted = page.getByRole("row", { name: /Stage.*Accepted/ }).first();
  await expect(accepted).toContainText("167,398");
  await expect(figures).toContainText("Unique195");
  await expect(page.locator("html")).toHaveClass(/dark/);

  await page.getByRole("radio", { name: "Phone" }).check({ force: true });
  const phone = page.frameLocator("iframe");
  await expect(phone.getByRole("row", { name: /Stage.*Accepted/ }).first()).toBeVisible();
  expect(faults).toEqual([]);
});
