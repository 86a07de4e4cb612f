-- Which mails a person wants, by kind; a kind that is not named comes as its default says.
alter table weft.people add column mail_preferences jsonb not null default '{}';
