-- Settings that were set while Weft runs, by the name of their variable; what the environment says holds before them. A value
-- with a secret in it is sealed.
create table weft.settings (
  name text primary key,
  value text,
  sealed text,
  changed_by text references weft.people (id) on delete set null,
  changed_at timestamptz not null default now(),
  check (num_nonnulls(value, sealed) = 1)
);
