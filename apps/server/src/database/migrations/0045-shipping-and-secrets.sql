-- Where the audit trail is sent besides. Targets of the environment have no row here, only one in audit_shipping.
create table weft.audit_targets (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('syslog', 'webhook')),
  -- syslog: {protocol, host, port, ca}; webhook: {url, secretId}
  options jsonb not null,
  is_enabled boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- How far each target has the trail. Whoever sends to one holds its row meanwhile: entries go in order, none is left out.
create table weft.audit_shipping (
  target_id text primary key,
  position bigint not null,
  shipped_at timestamptz,
  failing_since timestamptz,
  -- a phrase
  error jsonb,
  -- given up after a day of failing: somebody has to look
  stopped_at timestamptz,
  is_wanted boolean not null default true,
  has_job boolean not null default false
);

-- Adds a job for each target that lacks entries up to this one and has none yet; never waits for one that is being sent to.
create function weft.ask_for_shipping(up_to bigint) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target text;
begin
  for target in
    select s.target_id from weft.audit_shipping s
    where s.is_wanted and not s.has_job and s.stopped_at is null and s.position < up_to
    for update skip locked
  loop
    update weft.audit_shipping s set has_job = true where s.target_id = target;
    perform weft.add_job('audit.ship', json_build_object('targetId', target));
  end loop;
end $$;
revoke all on function weft.ask_for_shipping from public;

create function weft.ship_new_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform weft.ask_for_shipping(new.number);
  return null;
end $$;
create trigger ship_new_entry after insert on weft.audit for each row execute function weft.ship_new_entry();

-- How the trail was found when it was verified last: one row.
create table weft.audit_checks (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null default now(),
  person_id text,
  result jsonb not null
);

-- Secrets by name, of the instance (no workspace) or of a workspace. `sealed` by features/secrets, never told again.
create table weft.secrets (
  id text primary key,
  workspace_id text references weft.workspaces (id) on delete cascade,
  name text not null,
  sealed text not null,
  expires_at timestamptz,
  -- for which expiry somebody was told
  noticed_for timestamptz,
  used_at timestamptz,
  created_by text references weft.people (id) on delete set null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create unique index secrets_name_once on weft.secrets (coalesce(workspace_id, ''), lower(name));
