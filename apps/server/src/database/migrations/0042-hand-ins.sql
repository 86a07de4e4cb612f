-- What a workspace asks people to hand in, once or again and again.
create table weft.hand_ins (
  id text primary key,
  workspace_id text not null references weft.workspaces on delete cascade,
  table_id text not null references weft.tables on delete cascade,
  title text not null,
  text text not null,
  -- null = the table's own template
  template_upload_id text references weft.uploads on delete set null,
  first_due date not null,
  period text not null,
  weeks int not null,
  time_zone text not null,
  opens_days int not null,
  remind_days int not null,
  -- how many rounds there are; the next one has this number
  rounds int not null default 0,
  created_by text references weft.people on delete set null,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);
create index on weft.hand_ins (workspace_id, created_at desc);
create index on weft.hand_ins (template_upload_id);
create index on weft.hand_ins (table_id);

create table weft.hand_in_debtors (
  hand_in_id text not null references weft.hand_ins on delete cascade,
  person_id text references weft.people on delete cascade,
  team_id text references weft.teams on delete cascade,
  -- of a team: each of its members owes it, not the team once
  each boolean not null default false,
  check (num_nonnulls(person_id, team_id) = 1),
  unique (hand_in_id, person_id),
  unique (hand_in_id, team_id)
);
create index on weft.hand_in_debtors (person_id);
create index on weft.hand_in_debtors (team_id);

-- One instance of the period.
create table weft.hand_in_rounds (
  id text primary key,
  hand_in_id text not null references weft.hand_ins on delete cascade,
  number int not null,
  due_on date not null,
  due_at timestamptz not null,
  opened_at timestamptz not null default now(),
  unique (hand_in_id, number)
);

-- What one debtor owes in one round. Both null = the debtor is gone.
create table weft.submissions (
  id text primary key,
  round_id text not null references weft.hand_in_rounds on delete cascade,
  person_id text references weft.people on delete set null,
  team_id text references weft.teams on delete set null,
  state text not null default 'owed',
  import_id text references weft.imports on delete set null,
  handed_in_by text references weft.people on delete set null,
  handed_in_at timestamptz,
  comment text,
  decided_at timestamptz,
  reminded_at timestamptz,
  -- which reminders were told by themselves
  told_before boolean not null default false,
  told_day boolean not null default false,
  unique (round_id, person_id),
  unique (round_id, team_id)
);
create index on weft.submissions (person_id);
create index on weft.submissions (team_id);
create index on weft.submissions (import_id);

-- All that happened to it.
create table weft.submission_steps (
  submission_id text not null references weft.submissions on delete cascade,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  person_id text references weft.people on delete set null,
  import_id text references weft.imports on delete set null,
  comment text
);
create index on weft.submission_steps (submission_id, at);

-- An import that waits for its hand-in to be accepted: nobody changes or starts it meanwhile.
alter table weft.imports add column submission_id text references weft.submissions on delete set null;
