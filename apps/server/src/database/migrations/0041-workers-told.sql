-- Where a worker runs, for those who look after it; null = of a version that does not say.
alter table weft.workers add column host text, add column process_id int;

-- The instance may have several owners: who makes the first is decided under a lock (people.accounts.ts).
drop index weft.people_one_owner;
create index people_owners on weft.people (id) where is_instance_owner;
