import { resolve } from "node:path";
import { groupRole } from "@weft/api/providers";
import { signUpRules } from "@weft/api/sign-ups";
import { z } from "zod";

/** How a setting is set while Weft runs: by which editor, and in which unit its number is. */
export type LiveEdit =
  | { as: "choice" | "switch" | "text" | "list" | "mailServer" }
  | { as: "number"; unit: "characters" | "bytes" | "minutes" | "hours" | "days" | "months" };

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
const bytes = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 50);
const days = z.coerce.number().max(36_500);
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** ADDRESS, or NAME <ADDRESS>: one line, one sender. */
const mailbox = z
  .string()
  .max(200)
  .regex(/^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/u);

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
    z.url({ protocol: /^smtps?$/ }).optional(),
  ),
  mailFrom: setting("WEFT_MAIL_FROM", "Sender of mails.", mailbox.default("Weft <weft@localhost>")),
  secret: setting(
    "WEFT_SECRET",
    "Signs sessions; at least 32 characters; absent = made once and kept in WEFT_DATA.",
    z.string().min(32).optional(),
  ),
  secretsKey: setting(
    "WEFT_SECRETS_KEY",
    "Encrypts the secrets Weft keeps (named ones, those of sign-in providers, second factors and a mail server set on screen); at least 32 characters; absent = WEFT_SECRET.",
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
    list
      .transform((domains) => domains.map((domain) => domain.toLowerCase().replace(/^@/, "")))
      .pipe(z.array(z.string().regex(/^[^\s@/:]+$/))),
  ),
  uploadBytesMax: setting(
    "WEFT_UPLOAD_BYTES_MAX",
    "Largest file that may be handed in.",
    bytes.default(50 * 1024 ** 3),
  ),
  uploadDays: setting(
    "WEFT_UPLOAD_DAYS",
    "Days an upload that no import uses, finished or not, is kept after its last bytes; at least 1.",
    days.min(1).default(7),
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
    z.coerce.number().positive().max(876_000).default(72),
  ),
  trashDays: setting(
    "WEFT_TRASH_DAYS",
    "Days deleted things stay in the trash, and imports keep what they replaced.",
    days.positive().default(30),
  ),
  changeLogMonths: setting(
    "WEFT_CHANGE_LOG_MONTHS",
    "Months the change log reaches back.",
    z.coerce.number().int().min(1).max(1200).default(24),
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

export type SettingName = keyof typeof settings;

/**
 * What may be set while Weft runs, unless the environment says it. Never where data lies, ports, keys, the database, nor what
 * may be reached inside the network: those belong to whoever starts Weft.
 */
export const liveSettings = {
  smtpUrl: { as: "mailServer" },
  mailFrom: { as: "text" },
  signUp: { as: "choice" },
  signUpDomains: { as: "list" },
  passwordLengthMin: { as: "number", unit: "characters" },
  providerSecondFactor: { as: "switch" },
  uploadBytesMax: { as: "number", unit: "bytes" },
  unpackedBytesMax: { as: "number", unit: "bytes" },
  fetchMinutes: { as: "number", unit: "minutes" },
  uploadDays: { as: "number", unit: "days" },
  exportHours: { as: "number", unit: "hours" },
  trashDays: { as: "number", unit: "days" },
  changeLogMonths: { as: "number", unit: "months" },
} as const satisfies Partial<Record<SettingName, LiveEdit>>;

export type LiveName = keyof typeof liveSettings;
