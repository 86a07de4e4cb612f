-- People, catalog, jobs and change log. Data lies in schemas of its own (base ids), owned by the data role.
create schema if not exists weft;

-- The data role sees no account, session or token: it gets rights on single tables below.
do $$ begin
  if not exists (select from pg_roles where rolname = 'weft_data') then
    create role weft_data nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant weft_data to %I', current_user);
exception when insufficient_privilege then null;
end $$;
grant usage on schema weft to weft_data;
do $$ begin
  execute format('grant create on database %I to weft_data', current_database());
end $$;

create table weft.people (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  is_instance_owner boolean not null default false,
  language text not null default 'en',
  theme text not null default 'system',
  time_zone text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index people_one_owner on weft.people (is_instance_owner) where is_instance_owner;

create table weft.sessions (
  id text primary key,
  person_id text not null references weft.people on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on weft.sessions (person_id);

create table weft.accounts (
  id text primary key,
  person_id text not null references weft.people on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on weft.accounts (person_id);

create table weft.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on weft.verifications (identifier);

create table weft.tokens (
  id text primary key,
  person_id text not null references weft.people on delete cascade,
  name text not null,
  start text not null,
  -- SHA-256 of the secret, hexadecimal
  hash text not null unique,
  scopes text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index on weft.tokens (person_id);

create table weft.workspaces (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table weft.members (
  workspace_id text not null references weft.workspaces on delete cascade,
  person_id text not null references weft.people on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, person_id)
);
create index on weft.members (person_id);

create table weft.bases (
  id text primary key,
  workspace_id text not null references weft.workspaces,
  name text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index on weft.bases (workspace_id);

create table weft.tables (
  id text primary key,
  base_id text not null references weft.bases,
  name text not null,
  position double precision not null default extract(epoch from clock_timestamp()),
  -- number of the newest change; taken by whoever writes, so changes are gapless and in commit order
  last_change bigint not null default 0,
  -- the next row id; a writer reserves a block under the same row lock
  next_row bigint not null default 1,
  row_estimate bigint not null default 0,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
) with (fillfactor = 50);
create index on weft.tables (base_id);
create unique index tables_name on weft.tables (base_id, lower(name)) where deleted_at is null;

create table weft.fields (
  id text primary key,
  table_id text not null references weft.tables,
  name text not null,
  description text,
  type text not null,
  options jsonb not null default '{}',
  position double precision not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index on weft.fields (table_id);
create unique index fields_name on weft.fields (table_id, lower(name)) where deleted_at is null;

-- The change log: the spine. Partitioned by month; old months are dropped.
create table weft.changes (
  table_id text not null,
  number bigint not null,
  at timestamptz not null default now(),
  person_id text,
  client_id text,
  request_id text,
  kind text not null,
  row_ids bigint[] not null default '{}',
  -- {row id: {field id: cell}} of the touched cells
  before jsonb,
  after jsonb,
  detail jsonb,
  import_id text,
  undoes bigint,
  primary key (table_id, number, at)
) partition by range (at);
create table weft.changes_default partition of weft.changes default;

create table weft.uploads (
  id text primary key,
  workspace_id text not null references weft.workspaces,
  person_id text references weft.people on delete set null,
  name text not null,
  size_bytes bigint not null,
  received_bytes bigint not null default 0,
  complete boolean not null default false,
  sha256 text,
  object_key text not null,
  created_at timestamptz not null default now()
);
create index on weft.uploads (workspace_id, sha256);

create table weft.imports (
  id text primary key,
  base_id text not null references weft.bases,
  table_id text references weft.tables,
  upload_id text references weft.uploads,
  source_url text,
  state text not null,
  start text not null default 'now',
  options jsonb not null,
  profile jsonb,
  progress jsonb,
  read bigint,
  loaded bigint,
  rejected bigint,
  created bigint,
  updated bigint,
  seconds double precision,
  failure jsonb,
  rejects_key text,
  -- first and last row id of the block the import wrote: how a row knows its import
  first_row bigint,
  last_row bigint,
  change_number bigint,
  person_id text references weft.people on delete set null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index on weft.imports (base_id, created_at desc);
create index on weft.imports (table_id, first_row);
create index on weft.imports (upload_id);

create table weft.exports (
  id text primary key,
  table_id text not null references weft.tables,
  person_id text references weft.people on delete cascade,
  state text not null,
  options jsonb not null,
  rows bigint not null default 0,
  size_bytes bigint,
  file_name text not null,
  object_key text,
  failure text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  expires_at timestamptz
);
create index on weft.exports (person_id, created_at desc);

create table weft.notices (
  id text primary key,
  person_id text not null references weft.people on delete cascade,
  kind text not null,
  data jsonb not null,
  read_at timestamptz,
  created_at timestamptz not null default now()
);
create index on weft.notices (person_id, created_at desc);

create table weft.mails (
  id text primary key,
  "to" text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text not null,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index on weft.mails (created_at desc);

create table weft.idempotency_keys (
  person_id text not null references weft.people on delete cascade,
  key text not null,
  request_hash text not null,
  -- null while the first request still runs
  status int,
  reply jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index on weft.idempotency_keys (created_at);

-- Shared counters of calls: one row per caller and window.
create unlogged table weft.call_counts (
  caller text not null,
  window_start timestamptz not null,
  calls int not null,
  primary key (caller, window_start)
);

create table weft.workers (
  id text primary key,
  roles text[] not null,
  version text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

-- What the data role may touch: the catalog rows a write locks, and the log. Not people, sessions, accounts, tokens.
grant select, insert, update, delete on weft.tables, weft.fields, weft.bases to weft_data;
grant select on weft.workspaces, weft.uploads to weft_data;
grant select, insert on weft.changes to weft_data;
grant select, insert, update on weft.imports, weft.exports to weft_data;
grant insert on weft.notices, weft.mails to weft_data;

-- Jobs are added in the transaction of the data that asked for them, also by the data role.
create function weft.add_job(name text, payload json, priority int default 0) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(name, payload := payload, priority := priority, max_attempts := 25);
end $$;
grant execute on function weft.add_job to weft_data;
