-- Whether the rows of a table can stand in an order of people's own: then it has a column "_place", and an index on it.
alter table weft.tables add column has_places boolean not null default false;
