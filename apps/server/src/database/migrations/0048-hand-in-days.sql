-- Due days that were changed are counted from another day on: for the rounds from this number.
alter table weft.hand_ins add column first_number int not null default 0;
-- How its files are read: separator, dateOrder, decimalMark. What is absent is found out from each file.
alter table weft.hand_ins add column reading jsonb not null default '{}';
