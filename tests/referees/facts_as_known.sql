-- The facts as they were known after the entry in variable `known_at`, from the lines and who ended them.

create or replace temp macro as_day(n) as date '1970-01-01' + cast(n as integer);
create or replace temp macro known(brought_by, ended_by) as
  brought_by <= getvariable('known_at') and (ended_by is null or ended_by > getvariable('known_at'));

create or replace temp table fact as
  select lpad(cast(line // 1000 as varchar), case when line >= 100000000000 then 12 else 8 end, '0') as digits,
         ['invention', 'utility', 'design'][kind] as kind, applicant, divisional,
         as_day(filing_day) as filing_day, as_day(received_day) as received_day,
         as_day(entry_day) as entry_day, as_day(grant_day) as grant_day,
         case when filing_fee = 0 then 'unpaid' when filing_fee is null then 'unknown' else 'paid' end as fee,
         case when filing_fee > 0 then as_day(filing_fee) end as fee_day
  from book.patent where known(brought_by, ended_by);

create or replace temp table pct_fact as
  select applicant, as_day(filing_day) as filing_day,
         case when regexp_matches(pct_no, '^PCT/[A-Z]{2}[0-9]{4}/') then cast(substr(pct_no, 7, 4) as integer)
              when substr(pct_no, 7, 2) >= '78' then 1900 + cast(substr(pct_no, 7, 2) as integer)
              else 2000 + cast(substr(pct_no, 7, 2) as integer) end as number_year
  from book.pct where known(brought_by, ended_by);

create or replace temp table stay as
  select party, region, as_day(since_day) as since, as_day(until_day) as until
  from book.party_place where known(brought_by, ended_by);
