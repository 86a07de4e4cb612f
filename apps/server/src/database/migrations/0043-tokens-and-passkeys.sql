-- Passkeys; tokens that reach a part of what their person may, and tokens of a workspace.

create table weft.passkeys (
  id text primary key,
  person_id text not null references weft.people on delete cascade,
  name text,
  -- as WebAuthn has them: COSE key, base64; what the device calls it, base64url
  public_key text not null,
  credential_id text not null unique,
  -- how often the device says it was used; a lower one than before is a copy of the device
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index on weft.passkeys (person_id);

-- A workspace's token acts as a member of its own, who has no other way to sign in and is in no list of people.
alter table weft.people add column is_program boolean not null default false;

alter table weft.tokens
  -- whose it is; null = its person's own
  add column workspace_id text references weft.workspaces on delete cascade,
  add column made_by text references weft.people on delete set null,
  -- [{workspaceId, baseId, tableId or null}]; null = everything
  add column things jsonb,
  -- CIDR; empty = from everywhere
  add column addresses text[] not null default '{}',
  add column calls_per_minute integer,
  add column last_used_from text,
  add column told_expiring_at timestamptz;
create index on weft.tokens (workspace_id) where workspace_id is not null;
create index on weft.tokens (expires_at) where told_expiring_at is null;
