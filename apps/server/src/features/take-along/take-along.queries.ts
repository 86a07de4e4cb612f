import type pg from "pg";

/** Each small part of the file: one JSON document, made by PostgreSQL from what is kept of the person $1. */
export const documents: Record<string, string> = {
  "profile.json": `
    select jsonb_build_object(
      'id', p.id, 'name', p.name, 'email', p.email, 'email_confirmed', p.email_verified, 'language', p.language,
      'theme', p.theme, 'time_zone', p.time_zone, 'notice_preferences', p.notice_preferences,
      'runs_this_instance', p.is_instance_owner, 'created_at', p.created_at,
      'second_factor_since', (select f.confirmed_at from weft.second_factors f where f.person_id = p.id),
      'passkeys', (select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'created_at', k.created_at,
        'last_used_at', k.last_used_at)), '[]') from weft.passkeys k where k.person_id = p.id),
      'signs_in_by', (select coalesce(jsonb_agg(jsonb_build_object('provider', a.provider_id, 'known_there_as',
        nullif(a.account_id, p.id), 'since', a.created_at)), '[]') from weft.accounts a where a.person_id = p.id))
    from weft.people p where p.id = $1`,
  "sessions.json": listOf(`
    select id, created_at, last_used_at, expires_at, ip_address as address, user_agent
    from weft.sessions where person_id = $1 order by created_at`),
  "tokens.json": listOf(`
    select id, name, start, scopes, expires_at, last_used_at, created_at
    from weft.tokens where person_id = $1 and workspace_id is null order by created_at`),
  "memberships.json": listOf(`
    select w.id as workspace_id, w.name as workspace, m.role, m.created_at as since, (
      select coalesce(jsonb_agg(t.name), '[]') from weft.team_members tm join weft.teams t on t.id = tm.team_id
      where tm.person_id = $1 and t.workspace_id = w.id) as teams
    from weft.members m join weft.workspaces w on w.id = m.workspace_id
    where m.person_id = $1 and w.deleted_at is null order by w.name`),
  "grants.json": listOf(`
    select workspace_id, base_id, table_id, role, given_at
    from weft.grants where person_id = $1 order by given_at`),
  "hand-in-requests.json": listOf(`
    select id, title, text, workspace_id, table_id, first_due::text, period, created_at, closed_at
    from weft.hand_ins where created_by = $1 order by created_at`),
};

/** Each long part: one row a line, read through a cursor. */
export const lists = {
  notices: `select kind, data, read_at, created_at from weft.notices where person_id = $1 order by created_at`,
  imports: `
    select i.id, u.name as file, i.source_url as address, i.state, i.base_id, i.table_id, i.read, i.loaded, i.rejected,
      i.created_at, i.ended_at
    from weft.imports i left join weft.uploads u on u.id = i.upload_id where i.person_id = $1 order by i.created_at`,
  /** What they or a team of theirs owe or have handed in, whole; of what others did, only their own deeds in it. */
  "hand-ins": `
    select s.id, h.title, h.workspace_id, h.table_id, r.due_on::text as due_on,
      case when s.person_id = $1 then 'me' when m.mine then 'my team' else 'others' end as asked,
      tm.name as team, case when m.mine then s.state end as state, case when m.mine then s.handed_in_at end as handed_in_at,
      case when m.mine then u.name end as file, case when m.mine then s.comment end as comment,
      case when m.mine then s.decided_at end as decided_at,
      (select coalesce(jsonb_agg(jsonb_build_object('did', st.kind, 'at', st.at, 'by_me', st.person_id is not distinct from $1,
          'file', su.name, 'comment', st.comment) order by st.at), '[]')
        from weft.submission_steps st left join weft.imports si on si.id = st.import_id
          left join weft.uploads su on su.id = si.upload_id
        where st.submission_id = s.id and (m.mine or st.person_id = $1)) as steps
    from weft.submissions s join weft.hand_in_rounds r on r.id = s.round_id join weft.hand_ins h on h.id = r.hand_in_id
      left join weft.imports i on i.id = s.import_id left join weft.uploads u on u.id = i.upload_id
      cross join lateral (select coalesce(s.person_id = $1, false) or coalesce(s.handed_in_by = $1, false)
        or exists (select from weft.team_members t where t.team_id = s.team_id and t.person_id = $1) as mine) m
      left join weft.teams tm on tm.id = s.team_id and m.mine
    where m.mine or exists (select from weft.submission_steps d where d.submission_id = s.id and d.person_id = $1)
    order by r.due_on, s.id`,
  exports: `
    select id, table_id, state, options, rows, size_bytes, file_name as file, created_at, ended_at, expires_at
    from weft.exports where person_id = $1 order by created_at`,
  changes: `
    select table_id, number, at, kind, row_ids, after, import_id from weft.changes
    where person_id = $1 order by at, table_id, number`,
} as const;

/** Files of the person that may still lie in the object store. */
export const files = `
  select 'imports' as folder, id, name, object_key from weft.uploads where person_id = $1 and complete
  union all
  select 'exports', id, file_name, object_key from weft.exports
  where person_id = $1 and state = 'done' and object_key is not null and expires_at > now()
  order by 1, 2`;

/** Tables of whose rows the person has changed any. */
export const changedTables = `
  select t.id, t.name, t.rules is not null as "isRuled", (
    select jsonb_object_agg(f.id, f.name) from weft.fields f where f.table_id = t.id and f.deleted_at is null) as fields
  from weft.tables t
  where t.id in (select distinct table_id from weft.changes where person_id = $1)`;

function listOf(select: string): string {
  return `select coalesce(jsonb_agg(row_to_json(one)), '[]') from (${select}) one`;
}

const batchRows = 500;

/** Rows of a query through a cursor: no more than a batch of them is in memory. Within a transaction of the client. */
export async function* readRows<Row extends object>(
  client: pg.ClientBase,
  name: keyof typeof lists,
  personId: string,
): AsyncGenerator<Row> {
  await client.query(`declare "${name}" no scroll cursor for ${lists[name]}`, [personId]);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${batchRows} from "${name}"`);
    yield* rows;
    if (rows.length < batchRows) break;
  }
  await client.query(`close "${name}"`);
}
