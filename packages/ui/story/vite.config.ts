import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

/** The grid alone, for people to judge: `npm run grid`. */
export default defineConfig({ root: import.meta.dirname, plugins: [vue()], server: { port: 5199 } });
