import type { Config } from "../config.ts";
import { version } from "../version.ts";

/** The one address people open. */
export function addressOf(config: Pick<Config, "host" | "port" | "publicUrl">): string {
  if (config.publicUrl) return config.publicUrl;
  const isLocal = ["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(config.host);
  return `http://${isLocal ? "localhost" : config.host}:${config.port}`;
}

/** What stands on the terminal once everything runs: the address, and what runs behind it. */
export function banner(config: Config, startedAt: number, own: { database: boolean; web: boolean }): string {
  const lines: [string, string][] = [
    ["database", own.database ? `PostgreSQL in ${config.dataFolder}` : "your PostgreSQL (WEFT_DATABASE_URL)"],
    ["api", `${addressOf(config)}/api/v1, described at /docs`],
    ["worker", `imports, mails, exports; ${config.workerConcurrency} at once`],
    ["web", own.web ? "running" : "not built: only the API is served"],
    ["mail", config.smtpUrl ? "by SMTP" : "sent once a mail server is set, at /it-manager/mail or by WEFT_SMTP_URL"],
    ["files", config.objectsUrl ? "S3 (WEFT_OBJECTS_URL)" : `in ${config.dataFolder}/objects`],
  ];
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const table = lines.map(([name, text]) => `  ${name.padEnd(10)}${text}`).join("\n");
  return `\nWeft ${version} runs at ${addressOf(config)}  (started in ${seconds} s)\n\n${table}\n\nCtrl-C stops it.\n`;
}
