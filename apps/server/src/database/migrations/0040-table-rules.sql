-- Which fields and rows of a table are hidden from whom (packages/model/src/grants/table-rules.ts); null = none.
alter table weft.tables add column rules jsonb;

-- Whether rows know who made them: then the table has a column "_author", and an index on it.
alter table weft.tables add column has_authors boolean not null default false;

-- What rules of rows call {"me": "unit"}: a text, or a list of texts, by name.
alter table weft.members add column attributes jsonb not null default '{}';

-- What its person saw of the table when an export's file was made; null = all of it.
alter table weft.exports add column sight text;
