-- The first rejects of an import as its report shows them; the file in the object store has every one.
alter table weft.imports add column first_rejects jsonb not null default '[]';
