-- Notices by kind, mails that can be stopped, announcements, data taken along, people who are erased.

alter table weft.people
  -- {kind: {bell, mail}}; what is not named comes by its default (packages/model/src/notices/kinds.ts)
  add column notice_preferences jsonb not null default '{}',
  -- Only the id is left of them: name and address are a pseudonym.
  add column erased_at timestamptz;
update weft.people set notice_preferences = jsonb_build_object('import_ended', jsonb_build_object('mail',
  case mail_preferences ->> 'importEnded' when 'problems' then 'problems' when 'never' then 'never' else 'now' end))
where mail_preferences ? 'importEnded';
alter table weft.people drop column mail_preferences;

alter table weft.notices
  add column in_bell boolean not null default true,
  -- now, daily or never
  add column mail text not null default 'never',
  add column mailed_at timestamptz;
create index on weft.notices (person_id) where mail = 'daily' and mailed_at is null;

-- What was told before says its sentence itself from now on.
update weft.notices set
  kind = case kind when 'export.done' then 'export_ready' when 'export.failed' then 'job_failed' else 'import_ended' end,
  data = jsonb_build_object(
    'title', jsonb_build_object(
      'template', case
        when kind = 'export.done' then '{0} is ready to download'
        when kind = 'export.failed' then '{0} could not be exported'
        when kind = 'import.failed' then '{0} could not be loaded'
        when coalesce((data ->> 'rejected')::bigint, 0) > 0 then '{0}: {1} rows loaded into {2}, {3} rejected'
        else '{0}: {1} rows loaded into {2}'
      end,
      'values', jsonb_build_array(
        data -> 'name',
        coalesce(nullif(data -> 'loaded', 'null'), '0'),
        coalesce(nullif(data -> 'tableName', 'null'), data -> 'name'),
        coalesce(nullif(data -> 'rejected', 'null'), '0'))),
    'text', data -> 'text',
    'link', data -> 'link',
    'figures', '[]'::jsonb,
    'linkLabel', null,
    'tone', case
      when kind like '%.failed' then 'bad'
      when coalesce((data ->> 'rejected')::bigint, 0) > 0 then 'warning'
      else 'good'
    end)
where kind in ('import.done', 'import.failed', 'export.done', 'export.failed');

-- The one way in for notices, also for the data role, which cannot read what people have chosen. Gives whether it is kept.
create function weft.add_notice(new_id text, person text, about text, told jsonb, by_default jsonb, is_problem boolean)
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wanted jsonb;
  by_mail text;
begin
  select by_default || coalesce(p.notice_preferences -> about, '{}') into wanted
  from weft.people p where p.id = person and p.disabled_at is null and not p.is_program;
  if not found then return false; end if;
  by_mail := wanted ->> 'mail';
  if by_mail = 'problems' then by_mail := case when is_problem then 'now' else 'never' end; end if;
  if by_mail = 'never' and not (wanted ->> 'bell')::boolean then return false; end if;
  insert into weft.notices (id, person_id, kind, data, in_bell, mail)
  values (new_id, person, about, told, (wanted ->> 'bell')::boolean, by_mail);
  if by_mail = 'now' then
    perform weft.add_job('notice.mail', json_build_object('noticeId', new_id));
  end if;
  -- As live/announce.ts does.
  perform pg_notify('weft', json_build_object('about', 'notice', 'personId', person)::text);
  return true;
end $$;
revoke all on function weft.add_notice from public;
grant execute on function weft.add_notice to weft_data;
revoke insert on weft.notices from weft_data;

-- Where one click, of a person or their mail program, stops mails of this kind.
alter table weft.mails add column stop_url text;

create table weft.announcements (
  id text primary key,
  -- {en, fr}; at least one is not empty
  texts jsonb not null,
  level text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  -- Whether it is a notice for everybody too, and since when it has been.
  is_notice boolean not null,
  told_at timestamptz,
  made_by text references weft.people on delete set null,
  created_at timestamptz not null default now()
);
create index on weft.announcements (starts_at);

create table weft.announcement_dismissals (
  announcement_id text not null references weft.announcements on delete cascade,
  person_id text not null references weft.people on delete cascade,
  primary key (announcement_id, person_id)
);
create index on weft.announcement_dismissals (person_id);

-- All that is kept of a person, as a file for them; one each.
create table weft.take_alongs (
  id text primary key,
  person_id text not null unique references weft.people on delete cascade,
  state text not null,
  size_bytes bigint,
  object_key text,
  failure jsonb,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  expires_at timestamptz
);

-- Deletes all that would go with a person's row, wherever it stands, and leaves the row: what refers to it otherwise
-- keeps its id.
create function weft.forget_person(person text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  reference record;
begin
  for reference in
    select c.conrelid::regclass as place, a.attname as name
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'weft.people'::regclass and c.confdeltype = 'c'
      and array_length(c.conkey, 1) = 1
  loop
    execute format('delete from %s where %I = $1', reference.place, reference.name) using person;
  end loop;
end $$;
revoke all on function weft.forget_person from public;

-- As before, and two things more: of who was erased nothing personal is taken in any more, as the trail could not be
-- verified then; and a thing that is called after whoever acts, or a workspace after an owner, is told so that its name can
-- be erased with them.
create or replace function weft.append_audit(told jsonb, personal jsonb) returns bigint
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
  personal := personal || weft.people_in_names(entry);
  for item in select * from jsonb_array_elements(personal) loop
    owner := item ->> 'of';
    continue when exists (select from weft.people p where p.id = owner and p.erased_at is not null);
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

-- Where an entry says a thing's name that holds the name of whoever acts, or of a workspace's owner.
create function weft.people_in_names(entry jsonb) returns jsonb
language sql stable set search_path = pg_catalog as $$
  select coalesce(jsonb_agg(jsonb_build_object('path', to_jsonb(place), 'of', named.id, 'value', entry #>> place)), '[]')
  from (values (array['thing', 'name']), (array['before', 'name']), (array['after', 'name'])) places (place)
  cross join lateral (
    select p.id from weft.people p
    where (p.id = entry #>> '{actor,person}' or p.id in (
        select m.person_id from weft.members m where m.workspace_id = entry #>> '{thing,id}' and m.role = 'owner'))
      and jsonb_typeof(entry #> place) = 'string' and strpos(entry #>> place, p.name) > 0
    limit 1
  ) named
$$;
revoke all on function weft.people_in_names from public;
