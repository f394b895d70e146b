-- DuckDB makes of the lines `export lines` wrote all that may count in a figure, by the rules of the field and not by the
-- program's code. Expects variables `folder`, `region`, `as_of`, `levels` (the days at whose close a stock is counted);
-- loans, pledges and funds in tables `pledge_or_loan`, `fund_or_claim`; what inventions are judged by at the close of each
-- day in `stock_terms`, symbols of emerging industries in `symbol`. Leaves `owned` (patents in force, each with who owns it
-- and where that sits), `judged` (inventions in force by class) and `piece` (all that counts, by indicator).

create or replace temp macro lines(name) as table
  select * from read_csv(getvariable('folder') || '/' || name || '.csv', header = true, all_varchar = true);
create or replace temp macro day(text) as cast(nullif(text, '') as date);
create or replace temp macro number(text) as cast(nullif(text, '') as bigint);

create or replace temp table fact as
  select lpad(cast(number(line) // 1000 as varchar), case when number(line) >= 100000000000 then 12 else 8 end, '0') as digits,
         number(line) // 1000 as patent, ['invention', 'utility', 'design'][number(kind)] as kind,
         number(applicant) as applicant, number(divisional) as divisional,
         day(filing_day) as filing_day, day(received_day) as received_day, day(entry_day) as entry_day,
         day(grant_day) as grant_day, number(stated_status) as stated, ipc,
         case filing_fee when 'unpaid' then 'unpaid' when '' then 'unknown' else 'paid' end as fee,
         case when filing_fee not in ('', 'unpaid') then day(filing_fee) end as fee_day
  from lines('patent');

create or replace temp table pct_fact as
  select pct_no, number(applicant) as applicant, day(filing_day) as filing_day,
         case when regexp_matches(pct_no, '^PCT/[A-Z]{2}[0-9]{4}/') then cast(substr(pct_no, 7, 4) as integer)
              when substr(pct_no, 7, 2) >= '78' then 1900 + cast(substr(pct_no, 7, 2) as integer)
              else 2000 + cast(substr(pct_no, 7, 2) as integer) end as number_year
  from lines('pct');

create or replace temp table stay as
  select number(line) as line, number(party) as party, region, park, street, day(since_day) as since, day(until_day) as until
  from lines('party_place');

create or replace temp table firm as
  select number(line) // 1000 as party, kind, ['firm', 'institution', 'university', 'person', 'other'][number(kind) + 1] as party_kind, name, industry, case size when '0' then 'large' when '1' then 'medium' when '2' then 'small' when '3' then 'micro' else '' end as size
  from lines('party_line');

create or replace temp table level_day as select distinct cast(unnest(getvariable('levels')) as date) as level;

create or replace temp table ended as
  select number(patent) as patent, day(day) as day, event, number(line) as line from lines('patent_event')
  where event in ('lapse', 'expiry', 'abandonment', 'invalidation', 'partial_invalidation', 'withdrawal',
                  'deemed_withdrawal', 'rejection', 'restoration', 'grant');

create or replace temp table in_force as
  select p.patent, p.kind, p.applicant, l.level, p.stated, p.filing_day, p.ipc, e.event
  from fact p join level_day l on p.grant_day <= l.level
  left join ended e on e.patent = p.patent and e.day <= l.level
  qualify row_number() over (partition by p.patent, l.level order by e.day desc, e.line desc) = 1;

-- Who was transferred a patent last owns it.
create or replace temp table owner as
  select number(e.patent) as patent, l.level, number(e.party) as party
  from lines('patent_event') e join level_day l on day(e.day) <= l.level
  where e.event = 'transfer' and e.party <> ''
  qualify row_number() over (partition by e.patent, l.level order by day(e.day) desc, number(e.line) desc) = 1;

-- What ends a right by a dated event goes before the term, the term before what a source states undated.
create or replace temp table held as
  select h.patent, h.kind, coalesce(o.party, h.applicant) as firm, h.level, h.filing_day, h.ipc
  from in_force h left join owner o on o.patent = h.patent and o.level = h.level
  where case when event is not null then event in ('partial_invalidation', 'restoration', 'grant')
             when filing_day + to_years(case kind when 'invention' then 20 when 'utility' then 10
                                                  else case when filing_day < date '2021-06-01' then 10 else 15 end end) <= h.level then false
             when stated is null then true
             else stated in (3, 4, 9, 13) end;

create or replace temp table spoken as
  select number(patent) as patent, class,
         coalesce(day(since_day), make_date(number(year)::integer, 12, 31),
                  case when class <> 'abroad' then date '0001-01-01' end) as since
  from lines('patent_evidence');

create or replace temp table listed as
  select distinct class from spoken;

create or replace temp table spoken_by as
  select distinct s.patent, s.class, l.level from spoken s join level_day l on s.since <= l.level;

-- What a registration, or a change of it, secures for each patent under it; one that was revoked never did.
create or replace temp table pledged as
  select number(t.pledge) as pledge, number(t.patent) as patent from lines('pledge_patent') t
  where not exists (select 1 from lines('pledge_event') e where e.event = 'revoke' and e.pledge = t.pledge and e.patent = '');

create or replace temp table many as select pledge, count(*) as n from pledged group by all;

create or replace temp table secured as
  select number(line) // 1000 as pledge, day(registered_day) as day, number(secured_fen) as fen from lines('pledge')
  union all
  select number(pledge), day(day), number(secured_fen) from lines('pledge_event') where event = 'change' and secured_fen <> '';

-- What was lent on each pledge for each of its patents: of a loan what was drawn by the day, as far as it rests on
-- intellectual property, over the patents of all pledges that secure it.
create or replace temp table lent as
  with drawn as (
    select number(n.line) // 1000 as loan, l.level,
           least(sum(number(e.amount_fen)), coalesce(any_value(number(n.ip_fen)), sum(number(e.amount_fen)))) as fen
    from lines('loan') n join lines('loan_event') e on number(e.line) // 100000 = number(n.line) // 1000
    join level_day l on day(e.day) <= l.level
    where e.event = '0' group by all),
  secures as (select number(loan) as loan, number(pledge) as pledge from lines('loan_pledge') where number(pledge) in (select pledge from many)),
  of_loan as (select s.loan, sum(m.n) as n from secures s join many m on m.pledge = s.pledge group by all)
  select s.pledge, d.level, sum(d.fen // o.n) as each
  from secures s join drawn d on d.loan = s.loan join of_loan o on o.loan = s.loan group by all;

create or replace temp table financed as
  with amount as (
    select s.pledge, l.level, s.fen // m.n as each, s.fen is null as unstated
    from secured s join many m on m.pledge = s.pledge join level_day l on s.day <= l.level
    union all
    select pledge, level, each, false from lent)
  select p.patent, a.level, max(a.each) as each, bool_or(a.unstated) as unstated
  from pledged p join amount a on a.pledge = p.pledge
  where not exists (select 1 from lines('pledge_event') e
                    where e.event = 'revoke' and number(e.pledge) = p.pledge and number(e.patent) = p.patent)
  group by all;

-- Each class: 1 met, 0 not, null: nobody can tell.
create or replace temp table judged as
  select h.patent, h.firm, h.level, h.ipc,
         case when e.patent is not null then 1
              when not exists (select 1 from symbol s where h.level between s.valid_from and s.valid_to) or coalesce(h.ipc, '') = '' then null
              when exists (select 1 from symbol s where h.level between s.valid_from and s.valid_to
                             and case when s.is_whole then h.ipc = s.symbol else starts_with(h.ipc, s.symbol) end) then 1
              else 0 end as emerging,
         case when a.patent is not null then 1 when exists (select 1 from listed where class = 'abroad') then 0 end as abroad,
         case when h.filing_day is null then null when h.filing_day + to_years(t.over_years) < h.level then 1 else 0 end as maintained,
         case when v.patent is not null then 1 when f.patent is null then 0
              when t.least is null or f.each is null then null when f.each >= t.least then 1 when f.unstated then null else 0 end as financed,
         case when w.patent is not null then 1 when exists (select 1 from listed where class = 'awarded') then 0 end as awarded
  from held h join stock_terms t on t.level = h.level
  left join spoken_by e on e.patent = h.patent and e.level = h.level and e.class = 'emerging'
  left join spoken_by a on a.patent = h.patent and a.level = h.level and a.class = 'abroad'
  left join spoken_by v on v.patent = h.patent and v.level = h.level and v.class = 'financed'
  left join spoken_by w on w.patent = h.patent and w.level = h.level and w.class = 'awarded'
  left join financed f on f.patent = h.patent and f.level = h.level
  where h.kind = 'invention';

create or replace temp table high as
  select *, greatest(emerging, abroad, maintained, financed, awarded) = 1 as is_high,
         emerging is null or abroad is null or maintained is null or financed is null or awarded is null as is_open
  from judged;

-- What lists of firms say of an application or a recognition is a case too, where none is recorded.
create or replace temp table case_step as
  select *, row_number() over (partition by of_case, event order by day, n) = 1 as first_time
  from (select c.program, number(c.party) as party, number(c.line) // 1000 as of_case, number(e.n) as n, e.event,
               day(e.day) as day, day(e.until_day) as until
        from lines('program_case') c
        join lines('program_event') e on number(e.line) // 100000 = number(c.line) // 1000
        union all
        select mark, number(party), -number(party) * 10 - case mark when 'pilot' then 0 else 1 end, number(line),
               case state when 'applied' then 'apply' when 'recognised' then 'recognise' else 'revoke' end, day(day), null
        from lines('party_mark') where mark in ('pilot', 'demonstration'))
  where program in ('pilot', 'demonstration');

-- One row: a thing that may count, before anyone asked whether it is of the district.
create or replace temp table happening as
  with patent_day as (
    select *, case when received_day is not null then received_day
                   when type_digit in ('8', '9') then coalesce(entry_day, filing_day)
                   when divisional = 1 then null
                   else filing_day end as day
    from (select *,
                 case when length(digits) = 12 then substr(digits, 5, 1) else substr(digits, 3, 1) end as type_digit,
                 case when length(digits) = 12 then cast(substr(digits, 1, 4) as integer)
                      when digits >= '85' then 1900 + cast(substr(digits, 1, 2) as integer)
                      else 2000 + cast(substr(digits, 1, 2) as integer) end as number_year
          from fact)),
  months as (
    select program, max(try_cast(regexp_extract(terms, '(?m)^term_months *= *([0-9]+)', 1) as integer)) as months
    from lines('program') group by program),
  case_on as (
    select s.program, s.party, l.level, arg_max(s.event, s.n) as last_step,
           coalesce(max(s.until) filter (s.event = 'extend'), max(s.until) filter (s.event = 'recognise'),
                    max(s.day) filter (s.event = 'recognise') + to_months(any_value(m.months)) - interval 1 day) as term_until
    from case_step s join level_day l on s.day <= l.level left join months m on m.program = s.program
    group by s.program, s.party, s.of_case, l.level),
  certificate as (
    select number(line) // 1000 as certificate, certificate_no, number(party) as party, day(first_issue_day) as first_issue,
           day(issue_day) as issue, day(expiry_day) as expiry
    from lines('certificate') where standard like 'GB/T 29490%'
    union all
    select -number(line), '', number(party), null, day(day), null
    from lines('party_mark') where mark = 'gb29490' and state = 'recognised'),
  certified as (
    select number(line) // 100000 as certificate, number(n) as n, event, day(day) as day, day(expiry_day) as expiry
    from lines('certificate_event')
    union all
    select c.certificate, number(m.line), 'withdraw', day(m.day), null
    from lines('party_mark') m join certificate c on c.certificate < 0 and c.party = number(m.party) and c.issue <= day(m.day)
    where m.mark = 'gb29490' and m.state in ('expired', 'revoked')),
  issued as (
    select certificate, issue, expiry from certificate
    union all
    select certificate, day, expiry from certified where event = 'reissue')
  select kind || '_filings' as indicator, cast(patent as varchar) as item, applicant as firm, cast(null as bigint) as bank,
         cast(null as varchar) as fund, day, coalesce(year(day), number_year) as year, 1::hugeint as n
  from patent_day
  where coalesce(year(day), number_year) <= 2016
     or (fee <> 'unpaid' and (fee_day is null or fee_day <= getvariable('as_of')))
  union all
  select kind || '_grants', cast(patent as varchar), applicant, null, null, grant_day, year(grant_day), 1
  from fact where grant_day is not null
  union all
  select 'pct_filings', pct_no, applicant, null, null, filing_day, coalesce(year(filing_day), number_year), 1 from pct_fact
  union all
  select kind || '_in_force', cast(patent as varchar), firm, null, null, level, year(level), 1 from held
  union all
  select 'high_value_valid', cast(patent as varchar), firm, null, null, level, year(level), 1 from high where is_high
  union all
  select 'high_value_unknown', cast(patent as varchar), firm, null, null, level, year(level), 1
  from high where is_open and not coalesce(is_high, false)
  union all
  select 'high_value_' || class, cast(patent as varchar), firm, null, null, level, year(level), 1
  from (unpivot high on emerging, abroad, maintained, financed, awarded into name class value met) where met = 1
  union all
  select indicator, item, firm, bank, null, day, year(day), n from pledge_or_loan
  union all
  select indicator, item, firm, bank, fund, day, year(day), n from fund_or_claim
  union all
  select program || case event when 'apply' then '_applied' when 'recognise' then '_recognised' else '_accepted' end,
         cast(party as varchar), party, null, null, day, year(day), 1
  from case_step where event in ('recognise', 'accept') or (event = 'apply' and first_time)
  union all
  select program || '_in_term', cast(party as varchar), party, null, null, level, year(level), 1
  from case_on where last_step in ('recognise', 'midterm', 'extend') and coalesce(term_until, level) >= level
  union all
  select indicator, cast(party as varchar), party, null, null, coalesce(first_issue, issue),
         year(coalesce(first_issue, issue)), 1
  from certificate c, (values ('gb29490_new'), ('gb29490_certified')) i(indicator)
  where first_issue is not null or certificate_no = ''
     or not exists (select 1 from certificate o where o.party = c.party and o.issue < c.issue)
  union all
  select 'gb29490_valid', cast(party as varchar), party, null, null, level, year(level), 1
  from certificate c, level_day l
  where exists (select 1 from issued i where i.certificate = c.certificate and i.issue <= l.level
                  and coalesce(i.expiry, l.level) >= l.level)
    and coalesce((select e.event from certified e where e.certificate = c.certificate and e.day <= l.level
                    and e.event in ('suspend', 'resume', 'withdraw')
                  order by (e.event = 'withdraw') desc, e.day desc, e.n desc limit 1), 'resume') = 'resume';

-- Of the district, and known by the day the figures are of. Of applicants and holders of certificates firms count.
create or replace temp table piece as
  with placed as (
    select h.*, s.region, s.park as park_then, s.street as street_then
    from (select *, row_number() over () as n_th from happening) h
    left join stay s on s.party = h.firm
     and coalesce(h.day, make_date(h.year, 12, 31)) between coalesce(s.since, date '0001-01-01') and coalesce(s.until, date '9999-12-31')
    qualify row_number() over (partition by h.n_th order by s.line desc) = 1)
  select h.*, coalesce(h.park_then, '') as park, coalesce(h.street_then, '') as street, f.name, coalesce(f.size, '') as size, coalesce(f.industry, '') as industry,
         coalesce(f.party_kind, '') as party_kind, b.name as bank_name,
         case when regexp_matches(h.indicator, '^((invention|utility|design)_|high_value_)')
              then coalesce(regexp_extract(p.ipc, '^[A-H]'), '') end as ipc_section
  from placed h
  left join firm f on f.party = h.firm
  left join firm b on b.party = h.bank
  left join (select cast(patent as varchar) as item, ipc from fact) p on p.item = h.item
  where coalesce(h.day <= getvariable('as_of'), h.year <= year(getvariable('as_of')))
    and (h.firm is null or h.region = getvariable('region'))
    and (f.kind = '0' or not regexp_matches(h.indicator, '^(pilot|demonstration|gb29490)_'));

-- Patents in force that count for the district, with their judgment: the last stay that covers the day says where the owner sits.
create or replace temp table owned as
  with placed as (
    select h.*, s.region, s.park, s.street
    from held h left join stay s
      on s.party = h.firm and h.level between coalesce(s.since, date '0001-01-01') and coalesce(s.until, date '9999-12-31')
    qualify row_number() over (partition by h.patent, h.level order by s.line desc) = 1)
  select h.*, f.name, f.party_kind, f.size, f.industry, regexp_extract(h.ipc, '^[A-H]') as ipc_section,
         j.emerging, j.abroad, j.maintained, j.financed, j.awarded, j.is_high, j.is_open
  from placed h left join firm f on f.party = h.firm left join high j on j.patent = h.patent and j.level = h.level
  where h.firm is null or h.region = getvariable('region');
