import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { signUpRules } from "@weft/api/sign-ups";
import { groupRole } from "@weft/api/providers";
import { z } from "zod";
import { StartError } from "./roles/start-error.ts";

/** One setting: a sentence for people, how its text is read, and the variable that carries it. */
interface Setting<S extends z.ZodType = z.ZodType> {
  doc: string;
  env: `WEFT_${string}`;
  schema: S;
}

function setting<S extends z.ZodType>(env: `WEFT_${string}`, doc: string, schema: S): Setting<S> {
  return { env, doc, schema };
}

const port = z.coerce.number().int().min(0).max(65_535);
const bytes = z.coerce.number().int().positive();
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

const groupRoleText = z.string().transform((text, context) => {
  const [, group, workspaceId, role] = /^(.+)=(\w+):(\w+)$/.exec(text) ?? [];
  const read = groupRole.safeParse({ group, workspaceId, role });
  if (read.success) return read.data;
  context.addIssue({ code: "custom", message: `${text} is not GROUP=WORKSPACE:ROLE, with a role below owner` });
  return z.NEVER;
});

/** Every setting there is; `docs/config.md` is made from this table. */
export const settings = {
  dataFolder: setting(
    "WEFT_DATA",
    "Folder for the embedded database and for files.",
    z
      .string()
      .default(".weft")
      .transform((path) => resolve(path)),
  ),
  host: setting("WEFT_HOST", "Address to listen on; 0.0.0.0 lets other machines in.", z.string().default("127.0.0.1")),
  port: setting("WEFT_PORT", "Port of the one address people open.", port.default(8080)),
  publicUrl: setting(
    "WEFT_PUBLIC_URL",
    "The address people use, as it stands in mails; absent = http://localhost:PORT.",
    z.url().optional(),
  ),
  trustedProxies: setting(
    "WEFT_TRUSTED_PROXIES",
    "Addresses or networks (10.0.0.0/8) of proxies in front, comma-separated: their X-Forwarded-For names the caller.",
    list,
  ),
  webUrl: setting("WEFT_WEB_URL", "Where the web program answers; set by the start script.", z.url().optional()),
  webFolder: setting(
    "WEFT_WEB_FOLDER",
    "Built web app whose static files the api serves itself.",
    z.string().optional(),
  ),
  databaseUrl: setting(
    "WEFT_DATABASE_URL",
    "Your own PostgreSQL (15 or newer); absent = the embedded one.",
    z.url().optional(),
  ),
  databaseConnections: setting(
    "WEFT_DATABASE_CONNECTIONS",
    "Most connections of each pool of a process.",
    z.coerce.number().int().min(2).max(500).default(10),
  ),
  readSeconds: setting(
    "WEFT_READ_SECONDS",
    "Longest that one look at a table (list, filter, sort, search, count) may take in the database; 0 = no limit.",
    z.coerce.number().min(0).max(86_400).default(60),
  ),
  fetchMinutes: setting(
    "WEFT_FETCH_MINUTES",
    "Longest that fetching the file of one import from an address may take.",
    z.coerce.number().positive().max(10_000).default(60),
  ),
  redisUrl: setting(
    "WEFT_REDIS_URL",
    "A Redis or Valkey that counts calls for all processes, redis://USER:PASSWORD@HOST:PORT/NUMBER, a number for each instance; absent = the database counts.",
    z.url({ protocol: /^rediss?$/ }).optional(),
  ),
  objectsUrl: setting(
    "WEFT_OBJECTS_URL",
    "Where files lie: s3://KEY:SECRET@HOST:PORT/BUCKET?region=R&tls=0; absent = a folder under WEFT_DATA.",
    z.url().optional(),
  ),
  smtpUrl: setting(
    "WEFT_SMTP_URL",
    "Mail server, smtp://USER:PASSWORD@HOST:PORT; absent = mails lie in the outbox.",
    z.url().optional(),
  ),
  mailFrom: setting("WEFT_MAIL_FROM", "Sender of mails.", z.string().default("Weft <weft@localhost>")),
  secret: setting(
    "WEFT_SECRET",
    "Signs sessions; at least 32 characters; absent = made once and kept in WEFT_DATA.",
    z.string().min(32).optional(),
  ),
  secretsKey: setting(
    "WEFT_SECRETS_KEY",
    "Encrypts the secrets Weft keeps (named ones, those of sign-in providers and second factors); at least 32 characters; absent = WEFT_SECRET.",
    z.string().min(32).optional(),
  ),
  secretsKeysBefore: setting(
    "WEFT_SECRETS_KEYS_BEFORE",
    "Earlier keys, comma-separated: what they encrypted can be read still, and is encrypted anew when it is saved.",
    list,
  ),
  oidcIssuer: setting(
    "WEFT_OIDC_ISSUER",
    "An OpenID provider to sign in with, with WEFT_OIDC_CLIENT_ID; its host may lie inside your network.",
    z.url({ protocol: /^https?$/ }).optional(),
  ),
  oidcName: setting("WEFT_OIDC_NAME", "What its button is called.", z.string().max(100).default("Single sign-on")),
  oidcClientId: setting("WEFT_OIDC_CLIENT_ID", "What the provider calls this Weft.", z.string().optional()),
  oidcClientSecret: setting("WEFT_OIDC_CLIENT_SECRET", "Absent = a client without a secret.", z.string().optional()),
  oidcScopes: setting(
    "WEFT_OIDC_SCOPES",
    "What is asked for, parted by spaces.",
    z.string().default("openid profile email"),
  ),
  oidcGroupsClaim: setting(
    "WEFT_OIDC_GROUPS_CLAIM",
    "Claim that names somebody's groups.",
    z.string().default("groups"),
  ),
  oidcGroupRoles: setting(
    "WEFT_OIDC_GROUP_ROLES",
    "What groups give, comma-separated: GROUP=WORKSPACE:ROLE, such as lab=wsp0123456789abcd:editor.",
    list.pipe(z.array(groupRoleText)),
  ),
  oidcGraphUrl: setting(
    "WEFT_OIDC_GRAPH_URL",
    "Microsoft Graph, asked for those in too many groups for a token; absent = the public one for Entra ID.",
    z.url({ protocol: /^https?$/ }).optional(),
  ),
  oidcSignUp: setting(
    "WEFT_OIDC_SIGN_UP",
    "Whether the first sign-in with it makes an account, whatever WEFT_SIGN_UP says.",
    z.enum(["yes", "no"]).default("no"),
  ),
  ownerEmail: setting(
    "WEFT_OWNER_EMAIL",
    "With WEFT_OWNER_PASSWORD: the owner's account, made at the first start.",
    z.email().optional(),
  ),
  ownerPassword: setting(
    "WEFT_OWNER_PASSWORD",
    "See WEFT_OWNER_EMAIL; as hard to guess as any new password must be.",
    z.string().optional(),
  ),
  passwordLengthMin: setting(
    "WEFT_PASSWORD_LENGTH_MIN",
    "Characters a new password needs at least, 8 to 64.",
    z.coerce.number().int().min(8).max(64).default(12),
  ),
  signUp: setting(
    "WEFT_SIGN_UP",
    "Who may make an account after the owner has: open (anybody), invitation, domains (WEFT_SIGN_UP_DOMAINS), approval (by the owner), closed (nobody).",
    z.enum(signUpRules).default("open"),
  ),
  providerSecondFactor: setting(
    "WEFT_PROVIDER_SECOND_FACTOR",
    "Whether a sign-in with a provider is asked for the second factor of the account here too: yes or no. Where the provider asks for one itself, no is enough.",
    z.enum(["yes", "no"]).default("no"),
  ),
  signUpDomains: setting(
    "WEFT_SIGN_UP_DOMAINS",
    "With WEFT_SIGN_UP=domains: what may stand after the @, comma-separated; a mail proves the address.",
    list.transform((domains) => domains.map((domain) => domain.toLowerCase().replace(/^@/, ""))),
  ),
  uploadBytesMax: setting(
    "WEFT_UPLOAD_BYTES_MAX",
    "Largest file that may be handed in.",
    bytes.default(50 * 1024 ** 3),
  ),
  uploadDays: setting(
    "WEFT_UPLOAD_DAYS",
    "Days an upload that no import uses, finished or not, is kept after its last bytes; at least 1.",
    z.coerce.number().min(1).default(7),
  ),
  unpackedBytesMax: setting(
    "WEFT_UNPACKED_BYTES_MAX",
    "Most bytes a packed file (XLSX) may unpack to.",
    bytes.default(8 * 1024 ** 3),
  ),
  callsPerMinute: setting(
    "WEFT_CALLS_PER_MINUTE",
    "Calls a person, a token or a signed-out address may make each minute, unless the owner sets other limits; 0 = no limit.",
    z.coerce.number().int().min(0).default(6000),
  ),
  exportHours: setting(
    "WEFT_EXPORT_HOURS",
    "Hours an export's file is kept.",
    z.coerce.number().positive().default(72),
  ),
  trashDays: setting(
    "WEFT_TRASH_DAYS",
    "Days deleted things stay in the trash, and imports keep what they replaced.",
    z.coerce.number().positive().default(30),
  ),
  changeLogMonths: setting(
    "WEFT_CHANGE_LOG_MONTHS",
    "Months the change log reaches back.",
    z.coerce.number().int().min(1).default(24),
  ),
  privateUrls: setting(
    "WEFT_PRIVATE_URLS",
    "Hosts inside your network that imports by address, sign-in providers and the audit trail may reach, comma-separated.",
    list,
  ),
  auditSyslogUrl: setting(
    "WEFT_AUDIT_SYSLOG_URL",
    "Sends the audit trail to a syslog receiver too: tls://HOST:PORT, tcp:// or udp://; its host may lie inside your network.",
    z.url({ protocol: /^(tls|tcp|udp)$/ }).optional(),
  ),
  auditWebhookUrl: setting(
    "WEFT_AUDIT_WEBHOOK_URL",
    "Sends the audit trail to a webhook too; its host may lie inside your network.",
    z.url({ protocol: /^https?$/ }).optional(),
  ),
  auditWebhookSecret: setting(
    "WEFT_AUDIT_WEBHOOK_SECRET",
    "With WEFT_AUDIT_WEBHOOK_URL: what its batches are signed with; absent = they are not signed.",
    z.string().min(16).optional(),
  ),
  logLevel: setting(
    "WEFT_LOG",
    "Least level to log.",
    z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  ),
  workerConcurrency: setting(
    "WEFT_WORKER_CONCURRENCY",
    "Jobs a worker process does at once.",
    z.coerce.number().int().min(1).max(64).default(2),
  ),
} as const satisfies Record<string, Setting>;

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
