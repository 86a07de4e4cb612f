import type { Command } from "../command.ts";
import { auditCommand } from "./audit.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { loginCommand } from "./login.ts";
import { logoutCommand } from "./logout.ts";
import { rowsCommand } from "./rows.ts";
import { tablesCommand } from "./tables.ts";

/** Every command by its name, in the order of the help. */
export const commands: Record<string, Command> = {
  login: loginCommand,
  logout: logoutCommand,
  import: importCommand,
  export: exportCommand,
  tables: tablesCommand,
  rows: rowsCommand,
  audit: auditCommand,
};
