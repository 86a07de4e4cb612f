/**
 * What the app is made of is compressed once, as small as can be: a sixth less than what is compressed while it is sent,
 * and nothing to do then. Apart from its use, since Nuxt's types do not know this setting of its server.
 */
const compression = { compressPublicAssets: { gzip: true, brotli: true } };

/** Where icons are said that come with the page of a table, as they do with every page; others are asked for where they are shown. */
const iconsOfTables = [
  "app/*.vue",
  "app/{composables,layouts}/**",
  "app/features/{announcements,bases,notices,shell,table}/**",
  "app/features/imports/DropArea.vue",
  "app/features/it-manager/places.ts",
];

/** The web app: server-rendered first page, then a single-page app that speaks to the api on its own address. */
export default defineNuxtConfig({
  compatibilityDate: "2026-01-01",
  modules: [
    "@nuxt/ui",
    /**
     * Nuxt takes `onServerPrefetch` out of what the browser gets. Vue counts components that call it when it makes ids
     * (icons do), so that the browser's labels would not be those of the server's fields.
     */
    (_options, nuxt) => {
      const shaken = nuxt.options.optimization.treeShake.composables.client;
      shaken.vue = (shaken.vue ?? []).filter((name) => name !== "onServerPrefetch");
    },
  ],
  telemetry: false,
  devtools: { enabled: false },
  css: ["~/assets/main.css"],
  /** Styles of the components that are used, not of all there are: 28 kB compressed of them less to fetch. */
  ui: { fonts: false, experimental: { componentDetection: true } },
  icon: {
    provider: "server",
    localApiEndpoint: "/_icons",
    fallbackToApi: false,
    serverBundle: { collections: ["lucide"] },
    clientBundle: { scan: { globInclude: iconsOfTables }, sizeLimitKb: 256 },
  },
  colorMode: { storage: "cookie", storageKey: "weft-theme", preference: "system", fallback: "light", classSuffix: "" },
  /** Names come from where they are imported; only Nuxt UI's components (U…) and Nuxt's own are global. */
  imports: { autoImport: false },
  components: { dirs: [] },
  runtimeConfig: {
    /** Where the server side asks the api: NUXT_API_URL. */
    apiUrl: "http://127.0.0.1:8080",
  },
  app: {
    head: {
      viewport: "width=device-width, initial-scale=1",
      link: [{ rel: "icon", type: "image/svg+xml", href: "/favicon.svg" }],
      meta: [{ name: "referrer", content: "same-origin" }],
      // The contract's checks would try whether they may make code at run time; the page's policy says no.
      script: [{ innerHTML: "globalThis.__zod_globalConfig={jitless:true}", tagPriority: "critical" }],
    },
  },
  experimental: { appManifest: false, payloadExtraction: false },
  sourcemap: false,
  nitro: {
    static: false,
    ...compression,
    typescript: { tsConfig: { compilerOptions: { allowImportingTsExtensions: true } } },
  },
  typescript: {
    tsConfig: { compilerOptions: { allowImportingTsExtensions: true, noUncheckedIndexedAccess: true, noEmit: true } },
  },
});
