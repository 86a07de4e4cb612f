import { settings } from "./config.ts";

/** The text of docs/config.md: every setting with its variable, its default and its sentence. */
export function configPage(): string {
  const rows = Object.values(settings).map(({ env, doc, schema }) => {
    const value = env === "WEFT_DATA" ? ".weft" : schema.safeParse(undefined).data;
    const isShown = value !== undefined && String(value) !== "";
    return `| \`${env}\` | ${isShown ? `\`${String(value)}\`` : "–"} | ${doc.replaceAll("|", "\\|")} |`;
  });
  return `# Settings

Every setting is an environment variable. Start-up names every faulty one at once and stops. \`npm start\` also takes
\`--port\`, \`--host\` and \`--data\`, which win over their variables.

Made from \`apps/server/src/config.ts\` by \`npm run docs\`.

| variable | default | what it does |
| --- | --- | --- |
${rows.join("\n")}
`;
}
