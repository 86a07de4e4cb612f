import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { settings } from "./config-settings.ts";
import { StartError } from "./roles/start-error.ts";

export type Config = { readonly [Key in keyof typeof settings]: z.output<(typeof settings)[Key]["schema"]> };

/** Settings from the environment (or what is given); throws one `ConfigError` that names every fault at once. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { env, schema }] of Object.entries(settings)) {
    const result = schema.safeParse(environment[env] === "" ? undefined : environment[env]);
    if (result.success) config[key] = result.data;
    else for (const fault of result.error.issues) faults.push(`${env}: ${fault.message}`);
  }
  if (Boolean(config.ownerEmail) !== Boolean(config.ownerPassword))
    faults.push("WEFT_OWNER_EMAIL and WEFT_OWNER_PASSWORD: set both or neither");
  if (config.signUp === "domains" && (config.signUpDomains as string[] | undefined)?.length === 0)
    faults.push("WEFT_SIGN_UP_DOMAINS: name at least one domain, as WEFT_SIGN_UP=domains asks for them");
  if (Boolean(config.oidcIssuer) !== Boolean(config.oidcClientId))
    faults.push("WEFT_OIDC_ISSUER and WEFT_OIDC_CLIENT_ID: set both or neither");
  if (faults.length > 0) throw new ConfigError(faults);
  return config as Config;
}

const givenVariable = "WEFT_GIVEN";

/** The `WEFT_…` variables that people have set; a child process is told by what started it. */
export function givenVariables(): ReadonlySet<string> {
  const told = process.env[givenVariable];
  const own = () => Object.keys(process.env).filter((name) => name.startsWith("WEFT_") && process.env[name] !== "");
  return new Set(told === undefined ? own() : told.split(","));
}

/** This process's environment with some variables more: what a child process of Weft is started with. */
export function environmentWith(extra: Record<string, string | undefined>): Record<string, string | undefined> {
  return { ...process.env, [givenVariable]: [...givenVariables()].join(","), ...extra };
}

/** Settings with faults; `faults` has one line each, beginning with the variable. */
export class ConfigError extends StartError {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`Settings with faults:\n  ${faults.join("\n  ")}`);
    this.faults = faults;
  }
}

/** A fresh signing secret: 256 bits, base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString("base64url");
}
