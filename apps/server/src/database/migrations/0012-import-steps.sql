-- Grows with every change of an import, so that who reads it twice knows which reading is the newer.
alter table weft.imports add column step integer not null default 0;
