-- A link that was told to somebody else, to be handed over, says nothing of whose the address is.
alter table weft.invitations add column by_hand boolean not null default false;
alter table weft.mail_links add column by_hand boolean not null default false;
