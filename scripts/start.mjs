import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { ensureWebBuilt } from "./ensure-web-built.mjs";
import { environment, fail, node, root } from "./project.mjs";

/** `npm start`: installs, builds what is stale, then runs Weft on Node 24 until it is told to stop. */
const args = process.argv.slice(2);
// Tests and benches have prepared everything once, before their many starts, and say where.
let webFolder = process.env.WEFT_WEB_FOLDER;
if (!webFolder) {
  await ensureInstalled();
  const isHelp = args.includes("--help") || args.includes("-h");
  webFolder = isHelp ? "" : await ensureWebBuilt().catch((error) => fail(`${error.message}\nSee the lines above.`));
}

// The supervisor only watches: it needs no room for young objects.
const weft = spawn(node, ["--max-semi-space-size=1", join(root, "apps", "server", "src", "main.ts"), ...args], {
  // A path in `--data` is meant from where the command was given.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: environment({
    // What Node has compiled, and stripped of types, lies here for the next start: 0.5 s and 15 MB a process less.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(root, "node_modules", ".weft-compiled"),
    // glibc keeps freed memory apart for each of Node's threads; two rooms are enough.
    MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX || "2",
    WEFT_DATA: process.env.WEFT_DATA || join(root, ".weft"),
    WEFT_WEB_FOLDER: webFolder ?? "",
  }),
  stdio: ["inherit", "inherit", "inherit", "ipc"],
});

// Ctrl-C reaches Weft by itself, from the terminal; what is sent to this process alone is handed on.
process.on("SIGINT", () => weft.kill("SIGINT"));
process.on("SIGTERM", () => weft.kill("SIGTERM"));
process.on("SIGHUP", () => weft.kill("SIGHUP"));

// npm that is killed outright cannot say so: its child gets another parent.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid === parent || weft.kill("SIGTERM"), 1000).unref();
}

weft.once("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  process.disconnect?.();
  setTimeout(() => process.exit(), 200).unref();
});
