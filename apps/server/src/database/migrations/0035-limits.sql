-- Limits as the instance's owner has set them; one without a row is as the settings of the start say.
create table weft.limits (
  name text primary key,
  most int not null check (most >= 0),
  changed_by text references weft.people (id) on delete set null,
  changed_at timestamptz not null default now()
);
