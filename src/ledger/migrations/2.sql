-- Version 2: plans as facts, and targets that name theirs; localities an office adds.

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

-- One row: a certificate exists. Written once, so that its events can point at it.
create table certificate_identity (
  certificate  integer primary key check (certificate >= 1),
  brought_by   integer not null references entry (entry)
) strict;

-- One row: a certificate of an IP management system (GB/T 29490 and its relatives). line = certificate * 1000 + revision.
create table certificate (
  line             integer primary key,
  certificate      integer generated always as (line / 1000) virtual references certificate_identity (certificate),
  certificate_no   text check (certificate_no <> ''),  -- null: a list named the day of certification alone
  standard         text    not null,                   -- GB/T 29490-2013; without its year: edition not known
  party            integer not null references party (party),
  certified_by     text,                               -- the body
  scope            text,
  district         text,                               -- where the certified address lies, as written
  first_issue_day  integer,                            -- null: not stated
  issue_day        integer not null,
  expiry_day       integer,                            -- last day; null: not known
  brought_by       integer not null references entry (entry),
  ended_by         integer references entry (entry),
  source_row       integer,
  check (expiry_day >= issue_day and first_issue_day <= issue_day)
) strict;

-- One row: what became of a certificate. line = certificate * 100000 + number * 10.
create table certificate_event (
  line         integer primary key,
  certificate  integer generated always as (line / 100000) virtual references certificate_identity (certificate),
  n            integer not null,                       -- its number within the certificate, which a copy and a correction keep
  event        text    not null check (event in ('reissue', 'surveil_pass', 'surveil_fail', 'suspend', 'resume', 'withdraw')),
  day          integer not null,
  expiry_day   integer,                                -- of a reissue: its last day
  standard     text,                                   -- of a reissue: what it is to now
  document     text,
  brought_by   integer not null references entry (entry),
  ended_by     integer references entry (entry),
  source_row   integer,
  check (expiry_day >= day)
) strict;

-- One row: a version of a recognition programme (认定项目), whole, as its file states it.
create table program (
  line        integer primary key,
  program     text    not null check (program <> ''),
  valid_from  integer not null,
  valid_to    integer,                                -- last day; null: open
  terms       text    not null,                       -- the file (TOML), read and checked
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (valid_to is null or valid_to >= valid_from)
) strict;

-- One row: a case exists. Written once, so that its steps can point at it.
create table program_case_identity (
  program_case  integer primary key check (program_case >= 1),
  brought_by    integer not null references entry (entry)
) strict;

-- One row: somebody's case (申报案) in a programme's batch. line = case * 1000 + revision.
create table program_case (
  line          integer primary key,
  program_case  integer generated always as (line / 1000) virtual references program_case_identity (program_case),
  program       text    not null check (program <> ''),
  party         integer not null references party (party),
  batch_year    integer not null,
  name_then     text,                                 -- its name in the application, where it has another now
  filed_by      text,                                 -- who took the application in; null: a list brought the case with its decisions
  brought_by    integer not null references entry (entry),
  ended_by      integer references entry (entry),
  source_row    integer
) strict;

-- One row: a step of a case. line = case * 100000 + number * 10.
create table program_event (
  line          integer primary key,
  program_case  integer generated always as (line / 100000) virtual references program_case_identity (program_case),
  n             integer not null,                     -- its number within the case, which a copy and a correction keep
  event         text    not null check (event in ('apply', 'verify', 'recommend', 'return', 'review', 'publicise',
    'recognise', 'reject', 'midterm', 'accept', 'fail', 'extend', 'recheck', 'revoke', 'withdraw')),
  day           integer not null,
  until_day     integer,                              -- last day of publication, of the term, or of its extension
  document      text,
  score         integer check (score >= 0),           -- hundredths of a point
  decided_by    text,                                 -- null: not known
  detail        text,
  brought_by    integer not null references entry (entry),
  ended_by      integer references entry (entry),
  source_row    integer,
  check (until_day >= day)
) strict;

-- One row: a town, a street or a park the office added to those the program knows, and the district it lies in.
create table locality (
  line        integer primary key,
  name        text    not null check (name <> ''),          -- without blanks, as addresses write it
  region      text    not null check (length(region) = 6),  -- GB/T 2260, such as 310106
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;
