-- Every published figure counted anew of the pieces, into table `recount` (number of the publication, line, value).

create or replace temp table recount as
  select f.publication, f.line, f.indicator, f.period_from, f.period_to, f.grouping, f.member,
         cast(f.value as decimal(30, 4)) as published,
         case when f.indicator = 'pledged_patents' or regexp_matches(f.indicator, '^(pilot|demonstration|gb29490)_')
              then count(distinct p.item) else coalesce(sum(p.n), 0) end as counted
  from lines('published_figure') f
  left join piece p on p.indicator = f.indicator
   and (p.day between day(f.period_from) and day(f.period_to)
        or (p.day is null and make_date(p.year, 1, 1) >= day(f.period_from) and make_date(p.year, 12, 31) <= day(f.period_to)))
   and case f.grouping when 'park' then p.park = coalesce(f.member, '') when 'size' then p.size = coalesce(f.member, '')
            when 'industry' then p.industry = coalesce(f.member, '') when 'bank' then p.bank_name = f.member
            when 'fund' then p.fund = f.member when 'party_kind' then p.party_kind = coalesce(f.member, '')
            when 'ipc_section' then p.ipc_section = coalesce(f.member, '') else true end
  where f.indicator in (select distinct indicator from happening) or f.indicator in (select unnest(getvariable('ours')))
  group by f.publication, f.line, f.indicator, f.period_from, f.period_to, f.grouping, f.member, f.value;
