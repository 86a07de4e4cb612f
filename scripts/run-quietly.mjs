import { spawn } from "node:child_process";

const linesShown = 25;

/**
 * Runs a program without its chatter: one line that counts seconds on a terminal, one line when done.
 * Prints the beginning and the end of what it said, and rejects, when it fails.
 */
export async function runQuietly(title, command, args, options = {}) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const show = (text) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  };
  if (!process.stdout.isTTY) console.log(`${title} …`);
  const timer = setInterval(() => show(`${title} … ${seconds()} s`), 1000);
  show(`${title} …`);
  const said = [];
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const keep = (chunk) => {
    said.push(...String(chunk).split("\n"));
    if (said.length > 400) said.splice(200, said.length - 400);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      said.push(error.message);
      resolve(-1);
    });
    child.once("close", resolve);
  });
  clearInterval(timer);
  show("");
  if (code !== 0) {
    const lines = said.filter(Boolean);
    // The cause stands first, a help text or a stack may follow: both ends are shown.
    const shown =
      lines.length > linesShown * 2 ? [...lines.slice(0, linesShown), "…", ...lines.slice(-linesShown)] : lines;
    console.error(shown.join("\n"));
    throw new Error(`${title}: failed (exit code ${code})`);
  }
  console.log(`${title}: done in ${seconds()} s`);
}
