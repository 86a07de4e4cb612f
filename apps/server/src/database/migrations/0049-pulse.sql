-- What each api process counted in each step of the last hour. For looking at, not for keeping: after a crash of the
-- database it begins anew, and writing it costs no log.
create unlogged table weft.pulse (
  at timestamptz not null,
  process text not null,
  requests_per_second float8 not null,
  -- how many answers took how long, by places of a scale
  times jsonb not null,
  errors int not null,
  refused int not null,
  jobs_waiting int,
  rows_per_second float8,
  sockets int not null,
  memory_bytes bigint not null,
  primary key (at, process)
);
