-- Teams are groups of members inside a workspace: who leaves it leaves them.
create table weft.teams (
  id text primary key,
  workspace_id text not null references weft.workspaces on delete cascade,
  name text not null,
  created_at timestamptz not null default now(),
  unique (id, workspace_id)
);
create unique index teams_name on weft.teams (workspace_id, lower(name));

create table weft.team_members (
  team_id text not null,
  workspace_id text not null,
  person_id text not null,
  created_at timestamptz not null default now(),
  primary key (team_id, person_id),
  foreign key (team_id, workspace_id) references weft.teams (id, workspace_id) on delete cascade,
  foreign key (workspace_id, person_id) references weft.members (workspace_id, person_id) on delete cascade
);
create index on weft.team_members (person_id, workspace_id);

-- Roles on a base, or on one table of it. The role on the workspace stands in weft.members.
create table weft.grants (
  id text primary key,
  workspace_id text not null references weft.workspaces on delete cascade,
  base_id text not null references weft.bases on delete cascade,
  table_id text references weft.tables on delete cascade,
  thing_id text not null generated always as (coalesce(table_id, base_id)) stored,
  person_id text references weft.people on delete cascade,
  team_id text,
  role text not null,
  given_by text references weft.people on delete set null,
  given_at timestamptz not null default now(),
  check (num_nonnulls(person_id, team_id) = 1),
  unique (thing_id, person_id),
  unique (thing_id, team_id),
  foreign key (team_id, workspace_id) references weft.teams (id, workspace_id) on delete cascade
);
create index on weft.grants (person_id, workspace_id);
create index on weft.grants (team_id);
create index on weft.grants (base_id);

-- Whoever leaves a workspace keeps nothing in it. People who never were members are not touched by this.
create function weft.forget_grants() returns trigger language plpgsql as $$
begin
  delete from weft.grants where workspace_id = old.workspace_id and person_id = old.person_id;
  return null;
end $$;
create trigger members_forget_grants after delete on weft.members
  for each row execute function weft.forget_grants();

-- A copy of a table is shut to whom the table is shut.
grant select, insert on weft.grants to weft_data;
