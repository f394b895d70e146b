-- What there is at the close of each level's day, of `owned`: whole and by group. Leaves table `stock` (level, grouping,
-- member, indicator, value, unknown) and `case` (level, patent, answer: yes or unknown).

-- Lists of parties do not tell a university from a research institute, nor an institute from an authority: the name does.
create or replace temp macro applicant_kind(kind, name) as
  case when kind in ('firm', 'person') then kind
       when kind is null then ''
       when regexp_matches(replace(name, '科学院', '研究院'), '大学|学院|学校|高校') then 'university'
       when regexp_matches(replace(name, '科学院', '研究院'), '研究所|研究院|研究中心|实验室|设计院') then 'research'
       when kind = 'university' then 'university'
       else 'public' end;

create or replace temp table grouped as
  select o.*, g.grouping,
         coalesce(case g.grouping when 'park' then park when 'street' then street when 'industry' then industry when 'size' then size
                                  when 'party' then name when 'applicant_kind' then applicant_kind(party_kind, name)
                                  when 'ipc_section' then ipc_section end, '') as member
  from owned o, (values ('whole'), ('park'), ('street'), ('industry'), ('size'), ('party'), ('applicant_kind'), ('ipc_section')) g(grouping);

create or replace temp table stock as
  with counted as (
    select level, grouping, member,
           count(*) filter (kind = 'invention') as inventions,
           count(*) filter (kind = 'utility') as utility_models,
           count(*) filter (kind = 'design') as designs,
           count(*) filter (is_high) as high,
           count(*) filter (kind = 'invention' and is_open and not coalesce(is_high, false)) as open,
           count(*) filter (emerging = 1) as emerging, count(*) filter (kind = 'invention' and emerging is null) as emerging_open,
           count(*) filter (abroad = 1) as abroad, count(*) filter (kind = 'invention' and abroad is null) as abroad_open,
           count(*) filter (maintained = 1) as maintained, count(*) filter (kind = 'invention' and maintained is null) as maintained_open,
           count(*) filter (financed = 1) as financed, count(*) filter (kind = 'invention' and financed is null) as financed_open,
           count(*) filter (awarded = 1) as awarded, count(*) filter (kind = 'invention' and awarded is null) as awarded_open,
           sum(level - filing_day) filter (kind = 'invention' and filing_day is not null) as days,
           count(*) filter (kind = 'invention' and filing_day is not null) as dated
    from grouped group by all)
  select level, grouping, member, u.indicator, u.value, u.unknown
  from counted, unnest([
    {'indicator': 'invention_valid', 'value': inventions, 'unknown': 0},
    {'indicator': 'utility_valid', 'value': utility_models, 'unknown': 0},
    {'indicator': 'design_valid', 'value': designs, 'unknown': 0},
    {'indicator': 'high_value_valid', 'value': high, 'unknown': open},
    {'indicator': 'high_value_emerging', 'value': emerging, 'unknown': emerging_open},
    {'indicator': 'high_value_abroad', 'value': abroad, 'unknown': abroad_open},
    {'indicator': 'high_value_maintained', 'value': maintained, 'unknown': maintained_open},
    {'indicator': 'high_value_financed', 'value': financed, 'unknown': financed_open},
    {'indicator': 'high_value_awarded', 'value': awarded, 'unknown': awarded_open},
    -- In hundredths, half of one rounded up; a year of the calendar has 365.2425 days.
    {'indicator': 'high_value_share', 'value': (high * 20000 + inventions) // nullif(2 * inventions, 0), 'unknown': open},
    {'indicator': 'invention_age', 'value': (days * 200 * 10000 + dated * 3652425) // nullif(dated * 2 * 3652425, 0), 'unknown': 0}
  ]) as t(u);

create or replace temp table case_of as
  select level, patent, case when is_high then 'yes' else 'unknown' end as answer
  from owned where kind = 'invention' and (is_high or is_open);

-- 认定情况表: each firm once, where it sat on the day of the step; where it stands, by where it sits on the day.
create or replace temp table recognition as
  with rules as (
    select program, max(try_cast(regexp_extract(terms, '(?m)^term_months *= *([0-9]+)', 1) as integer)) as months
    from lines('program') group by program),
  step as (
    select c.*, l.level, s.region
    from case_step c join level_day l on c.day <= l.level
    join firm f on f.party = c.party and f.kind = '0'
    left join stay s on s.party = c.party and c.day between coalesce(s.since, date '0001-01-01') and coalesce(s.until, date '9999-12-31')
    qualify row_number() over (partition by c.of_case, c.n, c.event, l.level order by s.line desc) = 1),
  here as (select * from step where region = getvariable('region')),
  latest as (
    select level, program, of_case, any_value(party) as party, arg_max(event, n) filter (event in ('accept', 'fail')) as result
    from here group by all),
  stands as (
    select c.level, c.program, c.of_case, any_value(c.party) as party, arg_max(c.event, c.n) as last_step,
           coalesce(max(c.until) filter (c.event = 'extend'), max(c.until) filter (c.event = 'recognise'),
                    max(c.day) filter (c.event = 'recognise') + to_months(any_value(r.months)) - interval 1 day) as term_until
    from step c left join rules r on r.program = c.program group by all),
  seated as (
    select t.*, s.region from stands t
    left join stay s on s.party = t.party and t.level between coalesce(s.since, date '0001-01-01') and coalesce(s.until, date '9999-12-31')
    qualify row_number() over (partition by t.level, t.of_case order by s.line desc) = 1),
  flow as (
    select level, program, count(distinct party) filter (event = 'apply') as applied,
           count(distinct party) filter (event = 'recommend') as recommended,
           count(distinct party) filter (event = 'recognise') as recognised
    from here group by all),
  result as (
    select level, program, count(distinct party) filter (result = 'accept') as accepted,
           count(distinct party) filter (result = 'fail') as failed from latest group by all),
  now as (
    select level, program,
           count(distinct party) filter (last_step in ('recognise', 'midterm', 'extend') and coalesce(term_until, level) >= level) as in_term,
           count(distinct party) filter (last_step in ('recognise', 'midterm', 'extend') and term_until < level) as overdue,
           count(distinct party) filter (last_step = 'revoke') as revoked
    from seated where region = getvariable('region') group by all)
  select f.level, f.program, applied, recommended, recognised, coalesce(accepted, 0) as accepted, coalesce(failed, 0) as failed,
         coalesce(in_term, 0) as in_term, coalesce(overdue, 0) as overdue, coalesce(revoked, 0) as revoked
  from flow f left join result r using (level, program) left join now n using (level, program);
