-- Version 4: patents in force by columns, derived (part 2); the number a firm had with the register of companies before 2015;
-- patents whose source says 失效 alone.

alter table party_line add column business_no text;

-- A check is changed only by building the table anew.
create table patent_anew (
  line              integer primary key,
  kind              integer not null check (kind between 1 and 3),  -- 1 invention, 2 utility model, 3 design
  title             text,
  filing_day        integer,   -- 申请日; null: the source has no such column, the year is the number's
  received_day      integer,   -- 受理日; null: not known
  entry_day         integer,   -- 进入国家阶段日, national-phase entries only
  filing_fee        integer,   -- day the filing fee was paid; 0: stated as not paid; null: not known
  fee_through_day   integer,   -- annual fees paid up to and including this day
  divisional        integer not null default 0 check (divisional in (0, 1)),
  parent            integer,   -- parent's number, of a divisional
  pct_no            text,      -- the international application it comes from
  publication_day   integer,
  publication_no    text,
  grant_day         integer,   -- 授权公告日
  grant_no          text,
  applicant         integer,   -- party of the first applicant or patentee; null: not given
  ipc               text,
  stated_status     integer check (stated_status between 0 and 14),  -- as the source states it, undated
  brought_by        integer not null,
  ended_by          integer references entry (entry),
  source_row        integer
) strict;
insert into patent_anew select * from patent;
drop table patent;
alter table patent_anew rename to patent;
