-- The facts in force, as the views show them to people.

create or replace temp table fact as
  select split_part(application_no, '.', 1) as digits, kind, applicant_party as applicant, divisional,
         cast(filing_date as date) as filing_day, cast(received_date as date) as received_day,
         cast(entry_date as date) as entry_day, cast(grant_date as date) as grant_day,
         filing_fee as fee, cast(null as date) as fee_day
  from book.patents;

create or replace temp table pct_fact as
  select applicant_party as applicant, cast(filing_date as date) as filing_day,
         case when regexp_matches(pct_no, '^PCT/[A-Z]{2}[0-9]{4}/') then cast(substr(pct_no, 7, 4) as integer)
              when substr(pct_no, 7, 2) >= '78' then 1900 + cast(substr(pct_no, 7, 2) as integer)
              else 2000 + cast(substr(pct_no, 7, 2) as integer) end as number_year
  from book.pct_filings;

create or replace temp table stay as
  select party, region, cast(since as date) as since, cast(until as date) as until from book.party_places;
