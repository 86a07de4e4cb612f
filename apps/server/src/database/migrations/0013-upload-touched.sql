-- When somebody last asked about an upload or its bytes came: what nobody touches and no import needs goes after a time.
alter table weft.uploads add column touched_at timestamptz not null default now();
create index on weft.imports (upload_id);
