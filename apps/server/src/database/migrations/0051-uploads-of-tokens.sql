-- A token with a reach reads the uploads it made itself, and none of the others of its person.
alter table weft.uploads add column token_id text references weft.tokens on delete set null;
