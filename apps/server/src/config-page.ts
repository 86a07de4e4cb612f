import type { SettingName } from "./config-settings.ts";
import { liveSettings, settings } from "./config-settings.ts";

/** The text of docs/config.md: every setting with its variable, its default and its sentence. */
export function configPage(): string {
  const rows = (Object.keys(settings) as SettingName[]).map((name) => {
    const { env, doc, schema } = settings[name];
    const value = env === "WEFT_DATA" ? ".weft" : schema.safeParse(undefined).data;
    const isShown = value !== undefined && String(value) !== "";
    return `| \`${env}\` | ${isShown ? `\`${String(value)}\`` : "–"} | ${name in liveSettings ? "yes" : "–"} | ${doc.replaceAll("|", "\\|")} |`;
  });
  return `# Settings

Every setting is an environment variable. Start-up names every faulty one at once and stops. \`npm start\` also takes
\`--port\`, \`--host\` and \`--data\`, which win over their variables.

Those that are *live* can also be set while Weft runs, under \`/it-manager/settings\`, and hold in all processes within a
second: but only where the environment says nothing, as what stands there holds.

Made from \`apps/server/src/config-settings.ts\` by \`npm run docs\`.

| variable | default | live | what it does |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
