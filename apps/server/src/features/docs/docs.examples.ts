/** What an example of an endpoint shows; query and body are checked against its shapes by a test. */
interface Example {
  query?: Record<string, string>;
  body?: unknown;
}

const field = { type: "number", options: { decimals: 2 } };

/** Examples by endpoint; those without a body or a query worth showing need none. */
export const examples: Record<string, Example> = {
  "session.sign_up": {
    body: { name: "Ann Miller", email: "ann@example.org", password: "correct horse battery" },
  },
  "session.sign_in": { body: { email: "ann@example.org", password: "correct horse battery" } },
  "tokens.sign_in": { body: { email: "ann@example.org", password: "correct horse battery", name: "nightly import" } },
  "tokens.create": {
    body: {
      name: "nightly import",
      scopes: ["read", "write"],
      things: ["tbl0123456789abcd"],
      addresses: ["192.0.2.0/24"],
      callsPerMinute: 60,
    },
  },
  "workspace_tokens.create": { body: { name: "nightly import", role: "editor", scopes: ["read", "write"] } },
  "profile.update": {
    body: { language: "fr", theme: "dark", timeZone: "Europe/Zurich" },
  },
  "session.ask_password_link": { body: { email: "ann@example.org" } },
  "session.set_password": { body: { secret: "Zk3uT0…", password: "wrong donkey accumulator" } },
  "session.verify_email": { body: { secret: "Zk3uT0…" } },
  "second_factor.prepare": { body: { password: "correct horse battery" } },
  "second_factor.confirm": { body: { code: "492039" } },
  "second_factor.renew_codes": { body: { password: "correct horse battery" } },
  "passkeys.prepare": { body: { password: "correct horse battery" } },
  "passkeys.create": {
    body: { name: "Laptop", response: { id: "s3lX…", rawId: "s3lX…", type: "public-key", response: {} } },
  },
  "passkeys.update": { body: { name: "Old laptop" } },
  "session.sign_in_by_passkey": {
    body: { response: { id: "s3lX…", rawId: "s3lX…", type: "public-key", response: {} } },
  },
  "second_factor.remove": { body: { password: "correct horse battery" } },
  "people.unlock": { body: { email: "ann@example.org" } },
  "people.list": { query: { search: "miller", state: "locked" } },
  "people.set_instance_owner": { body: { isInstanceOwner: true } },
  "mails.test": {
    body: {
      to: "ann@example.org",
      server: { url: "smtps://weft:PASSWORD@mail.example.org:465", from: "Weft <weft@example.org>" },
    },
  },
  "instance.update_settings": { body: { settings: { WEFT_TRASH_DAYS: "90", WEFT_SIGN_UP: null } } },
  "instance.pulse": { query: { since: "2026-11-20T09:30:00Z" } },
  "instance.workspaces": { query: { search: "field" } },
  "queue.list": { query: { state: "dead", job: "mail.send" } },
  "limits.update": { body: { token: 600, signIn: null } },
  "profile.change_password": { body: { current: "correct horse battery", next: "wrong donkey accumulator" } },
  "members.update": { body: { role: "editor" } },
  "invitations.create": { body: { email: "bob@example.org", role: "editor", days: 14 } },
  "invitations.resend": { body: { days: 14 } },
  "invitations.read": { body: { secret: "q3Vx0bYk2mN7…" } },
  "invitations.accept": { body: { secret: "q3Vx0bYk2mN7…" } },
  "sign_ups.confirm": { body: { secret: "q3Vx0bYk2mN7…", password: "correct horse battery" } },
  "sign_in.start": { body: { returnTo: "/tables/tbl0123456789abcd" } },
  "sign_in.connect": { body: { returnTo: "/settings/security" } },
  "sign_in.finish": { body: { state: "uV3xW1pY…", code: "0.AXkA…", iss: "https://login.example.org" } },
  "sign_in.code": { body: { code: "492039" } },
  "providers.create": {
    body: {
      name: "University of Example",
      issuer: "https://login.example.org",
      clientId: "weft",
      clientSecret: "3hT…",
      allowsSignUp: true,
      groupRoles: [{ group: "bird-lab", workspaceId: "wsp0123456789abcd", role: "editor" }],
    },
  },
  "providers.update": { body: { allowsSignUp: false } },
  "workspaces.create": { body: { name: "Field station" } },
  "workspaces.update": { body: { name: "Field station" } },
  "teams.create": { body: { name: "Ringers" } },
  "teams.update": { body: { name: "Bird ringers" } },
  "grants.put": { body: { to: { teamId: "tea0123456789abcd" }, role: "editor" } },
  "rules.put": {
    body: {
      fields: [{ field: "Salary", sees: "manager", changes: "owner" }],
      rows: [
        { upTo: "viewer", rows: "own" },
        { upTo: "editor", rows: { field: "Unit", op: "is_any_of", value: [{ me: "unit" }] } },
      ],
      ifChange: 41,
    },
  },
  "rules.preview": { query: { person: "b3f0c1d2" } },
  "members.attributes": { body: { attributes: { unit: ["Birds", "Bats"] } } },
  "access.explain": { query: { permission: "row.update" } },
  "bases.create": { body: { name: "Birds" } },
  "bases.update": { body: { name: "Birds of 2026" } },
  "bases.duplicate": { body: { name: "Birds of 2027", rows: false } },
  "tables.create": {
    body: {
      name: "Sightings",
      fields: [
        { name: "Species", type: "text" },
        { name: "Weight", ...field },
      ],
    },
  },
  "tables.update": { body: { name: "Sightings" } },
  "tables.duplicate": { body: { name: "Sightings, copy", rows: false } },
  "fields.create": { body: { name: "Weight", ...field } },
  "fields.duplicate": { body: { name: "Weight before", withCells: true } },
  "fields.update": { body: { name: "Weight (g)" } },
  "fields.preview_retype": { body: field },
  "fields.retype": { body: { ...field, lose: false } },
  "rows.list": {
    query: {
      filter:
        '{"all": [{"field": "Weight", "op": "greater", "value": 30}, {"field": "Species", "op": "contains", "value": "owl"}]}',
      sort: "-Weight,Species",
      limit: "100",
    },
  },
  "rows.summaries": { query: { figures: '{"Weight": ["mean", "max"], "Species": "unique"}' } },
  "rows.find": { query: { text: "owl", sort: "-Weight" } },
  "rows.locate": { query: { sort: "-Weight" } },
  "rows.seek": { query: { field: "Weight", to: "empty", sort: "-Weight" } },
  "rows.groups": { query: { group: "Species", figures: '{"Weight": "mean"}' } },
  "rows.create": { body: { rows: [{ cells: { Species: "Tawny owl", Weight: 480.5 } }] } },
  "rows.update": { body: { cells: { Weight: 481 } } },
  "rows.update_many": { body: { rows: [{ id: 1, cells: { Weight: 481 }, ifChange: 12 }] } },
  "rows.write": {
    body: {
      create: [{ cells: { Species: "Barn owl" } }],
      update: [{ id: 1, cells: { Weight: 481 } }],
      delete: [2, 3],
    },
  },
  "rows.move": { body: { ids: [7, 8], before: 3 } },
  "rows.delete": { body: { ids: [1, 2, 3] } },
  "changes.list": { query: { since: "41", limit: "100" } },
  "hand_ins.create": {
    body: {
      title: "Monthly counts",
      text: "One row for each site you visited.",
      tableId: "tbl0123456789abcd",
      firstDue: "2026-12-31",
      period: "monthly",
      timeZone: "Europe/Zurich",
      debtors: [{ teamId: "tea0123456789abcd", each: true }],
    },
  },
  "hand_ins.update": {
    body: { text: "One row for each site, also for those without birds.", nextDue: "2027-01-15", period: "quarterly" },
  },
  "hand_ins.move_round": { body: { dueOn: "2027-01-08" } },
  "hand_ins.check": {
    body: { tableId: "tbl0123456789abcd", debtors: [{ teamId: "tea0123456789abcd", each: true }] },
  },
  "hand_ins.submissions": { query: { state: "owed" } },
  "hand_ins.remind": { body: {} },
  "submissions.template": { query: { format: "csv" } },
  "submissions.hand_in": { body: { uploadId: "upl0123456789abcd" } },
  "submissions.send_back": { body: { comment: "Line 14 has no date." } },
  "imports.create": {
    body: { source: { uploadId: "upl0123456789abcd" }, options: { mode: "new", tableName: "Sightings" }, start: "now" },
  },
  "imports.file": { query: { name: "sightings.csv", mode: "new" } },
  "imports.update": {
    body: {
      options: {
        mode: "replace",
        tableId: "tbl0123456789abcd",
        replaces: "imp0123456789abcd",
        reading: { separator: ";" },
        columns: [{ index: 0, name: "Species" }],
      },
    },
  },
  "uploads.create": { query: { name: "sightings.csv" } },
  "exports.create": {
    body: {
      format: "xlsx",
      filter: { field: "Weight", op: "greater", value: 30 },
      sort: "-Weight",
      fields: ["Species", "Weight"],
    },
  },
  "audit.list": { query: { action: "access.refused", from: "2026-01-01T00:00:00Z" } },
  "audit_targets.create": {
    body: { name: "Log house", syslog: { protocol: "tls", host: "logs.example.org", port: 6514 } },
  },
  "audit_targets.update": { body: { isEnabled: false } },
  "secrets.create": {
    body: { name: "Webhook of the log house", value: "hT3x…", expiresAt: "2027-06-30T00:00:00Z" },
  },
  "secrets.update": { body: { value: "kP9w…" } },
  "workspaces.create_secret": { body: { name: "Weather station", value: "hT3x…" } },
  "workspaces.update_secret": { body: { value: "kP9w…" } },
  "audit.export": { query: { format: "ndjson" } },
  "workspaces.audit": { query: { action: "table.deleted" } },
  "workspaces.audit_file": { query: { format: "csv", from: "2026-01-01T00:00:00Z" } },
  "notices.read": { body: {} },
  "notices.prefer": { body: { kind: "import_ended", bell: true, mail: "daily" } },
  "notices.stop": { body: { key: "aW1wb3J0X2VuZGVkLj…" } },
  "announcements.create": {
    body: {
      texts: { en: "Weft is down on Sunday from 6 to 7.", fr: "Weft est arrêté dimanche de 6 h à 7 h." },
      level: "warning",
      endsAt: "2026-12-06T07:00:00Z",
    },
  },
  "announcements.update": { body: { level: "info" } },
  "profile.erase": { body: { email: "ann@example.org", password: "correct horse battery" } },
  "people.erase": { body: { email: "ann@example.org" } },
};
