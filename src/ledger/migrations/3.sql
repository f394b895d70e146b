-- Version 3: an index that costs an import nothing (part 2); what makes an invention one of high value, population, what the stock of patents is judged by; figures published
-- by kind of party and by IPC section.

-- One row: what speaks for an invention being of high value (高价值发明专利).
create table patent_evidence (
  line        integer primary key,
  patent      integer not null,                       -- number without check character
  class       text    not null check (class in ('emerging', 'abroad', 'financed', 'awarded')),
  name        text    not null,                       -- emerging: the industry; abroad: the country, such as US; awarded: the award; empty: not stated
  number      text    not null,                       -- abroad: its number there; empty: not stated
  since_day   integer,                                -- since when it holds; abroad: of the grant there, null: none yet; awarded: null: its year alone is known
  year        integer,                                -- awarded: the year of the award
  document    text,                                   -- where it is said
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: how many people a region had on a day.
create table population (
  line        integer primary key,
  region      text    not null check (length(region) = 6),  -- GB/T 2260, such as 310106
  day         integer not null,
  kind        text    not null check (kind in ('resident', 'registered')),  -- 常住, 户籍
  persons     integer not null check (persons >= 1000),
  source      text    not null check (source <> ''),
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: what the stock of patents is judged and divided by, for which days; what a line leaves open an earlier one says.
create table stock_rule (
  line              integer primary key,
  valid_from        integer,                                -- day; null: from the start
  valid_to          integer,                                -- last day; null: open
  over_years        integer check (over_years > 0),         -- maintained longer than so many years from filing
  pledge_least_fen  integer check (pledge_least_fen > 0),   -- secured for each patent, from which on financing counts
  population_rule   text check (population_rule in ('year_before', 'same_year')),
  decimals          integer check (decimals between 0 and 4), -- of figures for each 10,000 people
  source            text    not null check (source <> ''),
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer,
  check (valid_to >= valid_from)
) strict;

-- One row: a table of the IPC symbols that make an invention one of a strategic emerging industry (战略性新兴产业), whole.
create table ipc_map (
  line        integer primary key,
  map         text    not null check (map <> ''),     -- its code, such as sei-2021
  valid_from  integer,                                -- day; null: from the start
  valid_to    integer,                                -- last day; null: open
  terms       text    not null,                       -- the file (TOML), read and checked
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (valid_to >= valid_from)
) strict;
-- What figures may be published by has grown; a check is changed only by building the table anew.
create table published_figure_anew (
  line          integer primary key,
  publication   integer not null references publication_identity (publication),
  indicator     text    not null,
  period_from   integer not null,                         -- first day; a level is of one day
  period_to     integer not null,                         -- last day
  grouping      text check (grouping in ('park', 'size', 'industry', 'bank', 'fund', 'party_kind', 'ipc_section')),  -- null: the whole
  member        text,                                     -- which park, bank ...; empty: not stated; null with grouping
  value         text    not null,                         -- exact decimal: a count, fen, or in the target's unit
  series        integer not null check (series >= 1),     -- a changed definition begins the next
  flags         text    not null,                         -- of P provisional, R revised, B break in definition, E estimated
  brought_by    integer not null references entry (entry),
  ended_by      integer references entry (entry),
  source_row    integer,
  check (period_from <= period_to),
  check ((grouping is null) = (member is null))
) strict;
insert into published_figure_anew select * from published_figure;
drop table published_figure;
alter table published_figure_anew rename to published_figure;
