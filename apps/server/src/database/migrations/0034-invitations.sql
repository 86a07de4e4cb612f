-- Who is asked into a workspace: by mail, to one address, with a role. The secret of the link is kept hashed only.
create table weft.invitations (
  id text primary key,
  workspace_id text not null references weft.workspaces on delete cascade,
  -- lower case
  email text not null,
  role text not null,
  -- SHA-256 of the secret in the mail, hexadecimal
  hash text not null unique,
  invited_by text references weft.people on delete set null,
  created_at timestamptz not null default now(),
  sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
create index on weft.invitations (workspace_id, created_at desc);
create index on weft.invitations (invited_by, sent_at);
-- An address is asked once at a time into a workspace.
create unique index invitations_open on weft.invitations (workspace_id, email)
  where accepted_at is null and withdrawn_at is null;

-- Accounts asked for that are none yet: they wait for the owner of the address, or for whoever runs the instance.
create table weft.sign_ups (
  id text primary key,
  name text not null,
  -- lower case
  email text not null unique,
  language text not null,
  password_hash text not null,
  -- SHA-256 of the secret in the mail that proves the address; null = it waits to be approved
  hash text unique,
  created_at timestamptz not null default now()
);
create index on weft.sign_ups (created_at);
