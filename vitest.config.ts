import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

/** Three groups by what a test needs: nothing (`pure`), PostgreSQL (`pg`), a DOM in a real browser is in e2e/. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [vue()],
        test: {
          name: "pure",
          include: ["{apps,packages,scripts}/**/*.test.ts"],
          exclude: ["**/*.pg.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "pg",
          include: ["apps/**/*.pg.test.ts"],
          sequence: { groupOrder: 1 },
          globalSetup: ["apps/server/src/testing/postgres.setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // The server is loaded once in each worker, not anew for each file: no module of it keeps a state between instances.
          isolate: false,
        },
      },
    ],
  },
});
