-- Version 2: plans as facts, and targets that name theirs.

create table plan (
  line        integer primary key,
  plan        text    not null check (plan <> ''),
  title       text    not null check (title <> ''),
  title_en    text,
  source      text,
  year_from   integer not null,
  year_to     integer not null,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (year_from <= year_to)
) strict;

alter table target add column plan text;
alter table target add column baseline text;
alter table target add column baseline_year integer;
alter table target add column reported_by text;
alter table target add column paragraph text;
