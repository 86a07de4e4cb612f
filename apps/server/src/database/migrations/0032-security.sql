-- Sessions that can be looked at and ended, people who are shut out, tries to sign in, links by mail, second factors.

-- A disabled person has no sessions and no tokens that work; what is theirs stays.
alter table weft.people add column disabled_at timestamptz;

alter table weft.sessions add column last_used_at timestamptz not null default now();

-- Wrong passwords and codes, by account and address: each key leaks with time (see people.throttle.ts).
create table weft.sign_in_tries (
  key text primary key,
  -- which account it is about, as a hash of its e-mail; null = all e-mails from one address
  account text,
  tries double precision not null,
  tried_at timestamptz not null default now(),
  locked_until timestamptz
);
create index on weft.sign_in_tries (account);

-- Links that were mailed: to set a new password, or to show that an e-mail address is theirs. Deleted when used.
create table weft.mail_links (
  -- SHA-256 of what stands in the link, hexadecimal
  hash text primary key,
  person_id text not null references weft.people on delete cascade,
  purpose text not null,
  -- where it went: it says nothing of another address
  email text not null,
  expires_at timestamptz not null
);
create index on weft.mail_links (person_id);

create table weft.second_factors (
  person_id text primary key references weft.people on delete cascade,
  -- encrypted with a key made from WEFT_SECRET
  secret text not null,
  -- null = shown, but no code was entered yet: nobody is asked for one
  confirmed_at timestamptz,
  -- the newest 30 s step whose code was used: each counts once
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table weft.recovery_codes (
  person_id text not null references weft.people on delete cascade,
  hash text not null,
  primary key (person_id, hash)
);
