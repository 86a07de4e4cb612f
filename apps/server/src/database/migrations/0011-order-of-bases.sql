-- Bases stand in the order people give them; at first in the order they were made.
alter table weft.bases add column position double precision;
update weft.bases set position = extract(epoch from created_at);
alter table weft.bases
  alter column position set default extract(epoch from clock_timestamp()),
  alter column position set not null;
