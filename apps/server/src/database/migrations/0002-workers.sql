-- The names under which a worker process locks jobs, so that others can free them when it has died.
alter table weft.workers add column locks text[] not null default '{}';
