-- Other people's sign-in (OpenID Connect): who may be asked, sign-ins on their way, memberships that come from groups.
create table weft.sign_in_providers (
  id text primary key,
  name text not null,
  issuer text not null unique,
  client_id text not null,
  -- sealed by features/secrets; null = a client without a secret
  client_secret text,
  scopes text[] not null,
  groups_claim text not null,
  graph_url text,
  allows_sign_up boolean not null,
  is_enabled boolean not null,
  -- [{group, workspaceId, role}]
  group_roles jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One row for each sign-in that was sent away and has not come back: used once, and gone after ten minutes.
create table weft.sign_in_states (
  -- SHA-256 of the state; the state itself is known to the browser alone
  id text primary key,
  provider_id text not null,
  -- SHA-256 of the cookie of the browser that began
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  -- who connects a provider to their account; null = a sign-in
  person_id text references weft.people on delete cascade,
  expires_at timestamptz not null
);
create index on weft.sign_in_states (expires_at);

-- The issuer whose groups gave a membership; null = people gave it.
alter table weft.members add column from_issuer text;

-- What an issuer (provider_id) calls somebody (account_id) belongs to one account only.
create unique index accounts_one_person on weft.accounts (provider_id, account_id);
