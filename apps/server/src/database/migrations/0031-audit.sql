-- The audit trail: who changed what of people, permissions, schema and tokens. Append only, numbers without a gap, each
-- entry with the hash of the one before (docs/decisions/0020-audit-chain.md).

-- One row: the last entry. Its lock is what makes numbers gapless and the chain one line.
create table weft.audit_head (
  only_one boolean primary key default true check (only_one),
  number bigint not null default 0,
  hash text not null default repeat('0', 64),
  at timestamptz not null default '-infinity'
);
insert into weft.audit_head default values;

create table weft.audit (
  number bigint primary key,
  at timestamptz not null,
  -- All that is told and hashed; the columns below are only there to be found by.
  entry jsonb not null,
  previous_hash text not null,
  hash text not null,
  action text generated always as (entry ->> 'action') stored,
  person_id text generated always as (entry #>> '{actor,person}') stored,
  workspace_id text generated always as (entry ->> 'workspace') stored,
  thing_id text generated always as (entry #>> '{thing,id}') stored,
  request_id text generated always as (entry ->> 'request') stored
);
create index on weft.audit (at);
create index on weft.audit (action, number);
create index on weft.audit (person_id, number);
create index on weft.audit (workspace_id, number);
create index on weft.audit (thing_id, number);
create index on weft.audit (request_id);

-- Names, addresses and the like stand beside the chain: an entry holds the digest of salt and value. Whoever deletes a
-- person's salt and values has erased them from the trail, and the chain still holds.
create table weft.audit_salts (
  person_id text primary key,
  salt text not null default encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex')
);
create table weft.audit_personal (
  digest text primary key,
  person_id text not null,
  value text not null
);
create index on weft.audit_personal (person_id);

-- Refusals are counted here and told once a minute each: nobody fills the disk with them.
create table weft.audit_refusals (
  key text primary key,
  since timestamptz not null default now(),
  held int not null default 0,
  entry jsonb not null,
  personal jsonb not null
);

create function weft.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append only: % is refused', lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on weft.audit
  for each statement execute function weft.refuse_audit_change();
create trigger append_only before delete or truncate on weft.audit_head
  for each statement execute function weft.refuse_audit_change();
create trigger append_only before update or truncate on weft.audit_personal
  for each statement execute function weft.refuse_audit_change();
create trigger append_only before update or truncate on weft.audit_salts
  for each statement execute function weft.refuse_audit_change();

-- Name and workspace of a thing as they stand, for entries that do not say them.
create function weft.audit_thing(kind text, id text, out name text, out workspace text)
language plpgsql stable set search_path = pg_catalog as $$
begin
  case kind
    when 'workspace' then
      select w.name, w.id into name, workspace from weft.workspaces w where w.id = audit_thing.id;
    when 'base' then
      select b.name, b.workspace_id into name, workspace from weft.bases b where b.id = audit_thing.id;
    when 'table' then
      select t.name, b.workspace_id into name, workspace
      from weft.tables t join weft.bases b on b.id = t.base_id where t.id = audit_thing.id;
    when 'field' then
      select f.name, b.workspace_id into name, workspace
      from weft.fields f join weft.tables t on t.id = f.table_id join weft.bases b on b.id = t.base_id
      where f.id = audit_thing.id;
    else
      null;
  end case;
end $$;

-- Appends one entry. `personal` lists what of it is a person's own: [{"path": [...], "of": person, "value": text}];
-- a null value means the person's name as it is now.
create function weft.append_audit(told jsonb, personal jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  head weft.audit_head;
  item jsonb;
  owner text;
  plain text;
  salted text;
  thing record;
  entry jsonb := told;
  moment timestamptz;
  hashed text;
begin
  select * into strict head from weft.audit_head for update;
  if entry #>> '{thing,kind}' in ('workspace', 'base', 'table', 'field') then
    select * into thing from weft.audit_thing(entry #>> '{thing,kind}', entry #>> '{thing,id}');
    if entry #>> '{thing,name}' is null then
      entry := jsonb_set(entry, '{thing,name}', coalesce(to_jsonb(thing.name), 'null'));
    end if;
    if entry ->> 'workspace' is null then
      entry := jsonb_set(entry, '{workspace}', coalesce(to_jsonb(thing.workspace), 'null'));
    end if;
  end if;
  for item in select * from jsonb_array_elements(personal) loop
    owner := item ->> 'of';
    plain := coalesce(item ->> 'value', (select p.name from weft.people p where p.id = owner));
    continue when plain is null;
    insert into weft.audit_salts (person_id) values (owner) on conflict do nothing;
    select s.salt into strict salted from weft.audit_salts s where s.person_id = owner;
    salted := encode(sha256(convert_to(salted || ':' || plain, 'UTF8')), 'hex');
    insert into weft.audit_personal (digest, person_id, value) values (salted, owner, plain) on conflict do nothing;
    entry := jsonb_set(
      entry,
      array(select jsonb_array_elements_text(item -> 'path')),
      jsonb_build_object('of', owner, 'sha256', salted)
    );
  end loop;
  moment := greatest(date_trunc('milliseconds', clock_timestamp()), head.at);
  entry := entry || jsonb_build_object(
    'number', head.number + 1,
    'at', to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  );
  hashed := encode(sha256(convert_to(head.hash || E'\n' || entry::text, 'UTF8')), 'hex');
  insert into weft.audit (number, at, entry, previous_hash, hash)
  values (head.number + 1, moment, entry, head.hash, hashed);
  update weft.audit_head set number = head.number + 1, hash = hashed, at = moment;
  return head.number + 1;
end $$;
revoke all on function weft.append_audit from public;
revoke all on function weft.audit_thing from public;
grant execute on function weft.append_audit to weft_data;
