-- The change by which a table's rules were last set; 0 = none since this is kept. Who sets others says which they have read.
alter table weft.tables add column rules_change bigint not null default 0;
