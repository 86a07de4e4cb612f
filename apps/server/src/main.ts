import { parseArgs } from "node:util";
import { untilTold } from "./roles/lifetime.ts";
import type { RoleName } from "./roles/run-role.ts";
import { StartError } from "./roles/start-error.ts";

const usage = `Weft: a self-hosted home for a team's data.

  npm start                                  everything on this machine, at http://localhost:8080
  npm start -- --port 9000                   another port
  npm start -- --data /some/folder           another folder for the database and the files
  npm start -- --host 0.0.0.0                let other machines in
  npm start -- --role api|worker|exporter    only a part (comma-separated), with WEFT_DATABASE_URL

Every setting is in docs/config.md.`;

const roleNames = ["api", "worker", "exporter"] as const;

async function main(): Promise<void> {
  const { port, host, data, role, web, help } = readArguments();
  if (help) return void console.log(usage);
  // Each role loads only what it needs: the web program not even the settings and what checks them, 10 MB of memory.
  if (web) return (await import("./roles/web.ts")).runWeb(web);
  const { environmentWith, readConfig } = await import("./config.ts");
  const roles = role.split(",").map((name) => name.trim());
  const given = { WEFT_PORT: port, WEFT_HOST: host, WEFT_DATA: data };
  const config = readConfig(
    environmentWith(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))),
  );
  if (roles.includes("all")) return (await import("./roles/supervisor.ts")).runAll(config, untilTold());
  const unknown = roles.find((name) => !roleNames.includes(name as RoleName));
  if (unknown !== undefined)
    throw new StartError(`There is no role "${unknown}": all, or some of ${roleNames.join(", ")}.`);
  const { runRoles } = await import("./roles/run-role.ts");
  await runRoles(config, roles as RoleName[]);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        role: { type: "string", default: "all" },
        // From the supervisor to its own web program: the folder of the built app.
        web: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
