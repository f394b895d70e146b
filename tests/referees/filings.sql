-- DuckDB counts filings and grants anew, by the rules of the field and not by the program's code.
-- Expects tables `fact` (a line per patent), `pct_fact` and `stay` (a party's places), and the variables
-- `region` and `as_of`. Leaves table `recount` (what, kind, year, quarter, n); quarter null: the day is not known.

create or replace temp table patent_day as
  select kind, applicant, fee, fee_day, grant_day, number_year,
         case when received_day is not null then received_day
              when type_digit in ('8', '9') then coalesce(entry_day, filing_day)
              when divisional = 1 then null
              else filing_day end as day
  from (select *,
               case when length(digits) = 12 then substr(digits, 5, 1) else substr(digits, 3, 1) end as type_digit,
               case when length(digits) = 12 then cast(substr(digits, 1, 4) as integer)
                    when digits >= '85' then 1900 + cast(substr(digits, 1, 2) as integer)
                    else 2000 + cast(substr(digits, 1, 2) as integer) end as number_year
        from fact);

create or replace temp table happening as
  select 'filings' as what, kind, applicant, day, coalesce(year(day), number_year) as year
  from patent_day
  where coalesce(year(day), number_year) <= 2016
     or (fee <> 'unpaid' and (fee_day is null or fee_day <= getvariable('as_of')))
  union all
  select 'grants', kind, applicant, grant_day, year(grant_day) from patent_day where grant_day is not null
  union all
  select 'filings', 'pct', applicant, filing_day, coalesce(year(filing_day), number_year) from pct_fact;

create or replace temp table recount as
  select what, kind, year, quarter(day) as quarter, count(*) as n
  from happening h
  where coalesce(day <= getvariable('as_of'), year <= year(getvariable('as_of')))
    and (applicant is null
         or exists (from stay s
                    where s.party = h.applicant and s.region = getvariable('region')
                      and coalesce(h.day, make_date(h.year, 12, 31))
                          between coalesce(s.since, date '0001-01-01') and coalesce(s.until, date '9999-12-31')))
  group by all;
