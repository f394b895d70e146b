-- Lines at the edges of what the views write out: filled into an empty ledger by hand, so that the
-- engines are also compared where no sample goes (old numbers, every check character, blanks, bounds).

insert into entry (entry, recorded_at, recorded_by, action, source_name, source_sha256, source_bytes, reason, voids) values
  (1, 0, 'Li', 'ledger.init', null, null, null, null, null),
  (2, 1610672400123, '王芳', 'patent.import', '专利 "清单", 2016.csv', zeroblob(32), 0, 'quote '' and line' || char(10) || 'feed', null),
  (3, 253402300799999, 'Li', 'entry.void', null, null, null, '', 2);

insert into party (party, brought_by) values (1, 1), (2, 1), (3, 1), (999999, 1);
insert into party_line (line, name, uscc, kind, industry, size, former_names, brought_by, ended_by) values
  (1000, '旧名', '91310106MA1FY00001', 0, null, null, null, 1, 2),
  (1001, '上海静芯科技有限公司', '91310106MA1FY00001', 0, 'C39', 0, '旧名;更旧的名', 2, null),
  (2000, null, '91310106MA1FY00002', 1, '', 3, null, 1, null),
  (3000, ' leading, "quoted" ' || char(9), null, 3, null, 1, '', 1, null),
  (999999999, '𠮷野大学', null, 2, null, 2, null, 2, null);
insert into party_place (line, party, region, street, park, since_day, until_day, assumed, brought_by, ended_by) values
  (1, 1, '310106', '江宁路街道', '市北高新', null, null, 0, 1, null),
  (2, 2, null, null, null, 5479, 40176, 0, 1, null),
  (3, 3, '310106', '', null, 16801, null, 1, 1, null),
  (4, 999999, '310107', null, null, null, 17166, 0, 1, 2),
  (5, 999999, '310101', null, null, 17167, 17167, 0, 2, null);

-- Years 1985, 1999, 2000 (leading zeros), 2003 in both formats; digits 1, 2, 3, 8, 9; all eleven check characters.
insert into patent (line, kind, title, filing_day, received_day, entry_day, filing_fee, divisional, pct_no, publication_day,
  publication_no, grant_day, grant_no, applicant, ipc, stated_status, brought_by, ended_by, source_row) values
  (85100001000, 1, '一种方法', 5569, null, null, null, 0, null, null, null, null, null, null, null, null, 1, null, null),
  (99880001001, 1, 'ends; "and" '' comma, ', 10700, 10701, 10702, 0, 0, 'PCT/CN1999/000001', 10900, 'CN1234567A', 12000, 'CN1234567C', 1, 'H01L 21/00', 0, 1, null, 4),
  (100001000, 1, '', 10957, null, null, 17000, 0, null, null, null, null, null, 2, '', 13, 1, null, 5),
  (3399999999, 3, null, null, null, null, null, 1, null, null, null, null, null, 3, null, 4, 1, null, 6),
  (200310000001000, 1, 'x', 12326, null, null, null, 0, null, null, null, null, null, 999999, null, null, 1, 2, 7),
  (200310000001001, 1, 'x, corrected', 12326, null, null, null, 0, null, null, null, null, null, 999999, null, null, 2, null, 7),
  (201680000001000, 1, null, null, null, 16801, null, 0, null, null, null, null, null, 1, null, 9, 2, null, null),
  (207999999999000, 3, null, 40176, 40176, null, null, 0, null, null, null, 40176, null, 1, null, 10, 2, null, 1048576);
insert into patent (line, kind, brought_by)
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
  select (201620000000 + i) * 1000, 2, 2 from n union all select (92200000 + i) * 1000, 2, 2 from n;

insert into patent_event (line, patent, event, day, party, detail, document, brought_by, ended_by) values
  (1, 201680000001, 'transfer', 16801, 1, '转让, "全部"', null, 1, null),
  (2, 100001, 'lapse', 5479, null, null, '公告', 2, null),
  (3, 100001, 'lapse', 5480, null, null, null, 1, 2);
insert into pct (line, pct_no, filing_day, title, applicant, priority_no, priority_day, publication_no, brought_by, ended_by) values
  (1, 'PCT/CN2016/000001', 16801, '装置', 1, '201610000001.X', 16436, 'WO2017/000001', 1, null),
  (2, 'PCT/CN99/00001', null, null, null, null, null, null, 1, null),
  (3, 'PCT/CN2016/000002', 16802, null, 2, null, null, null, 1, 2);
insert into target (line, category, indicator, name, goal, unit, period_from, period_to, measure, note, brought_by, ended_by) values
  (1, '创造', 'invention_filings', '发明专利申请量', '12000', '件', 16801, 18627, 'cumulative', null, 1, null),
  (2, null, 'pledge_amount', null, '0.10', null, 16801, 18627, 'stock', '', 1, null);
insert into reported_value (line, indicator, value, day, source, brought_by, ended_by) values
  (1, 'pledge_amount', '123456789012345678.90', 18627, '市局', 1, null),
  (2, 'pledge_amount', '-0.5', 5479, '', 1, null),
  (3, 'pledge_amount', '7', 18000, 'x', 1, 2);

insert into pledge (line, registration_no, registered_day, applied_day, pledgee, contract_no, debt_kind, secured_fen, debt_from_day,
  debt_to_day, scope, brought_by, ended_by, source_row) values
  (1000, '2016310000012', 16801, null, 1, 'ZY "1", 2', 0, 1, null, null, null, 1, 2, 4),
  (1001, '2016310000012', 16801, 16790, 999999, null, 1, 9000000000000000, 16801, 40176, '本金, 利息', 2, null, 4),
  (2000, 'Y2022980003454', 19000, null, 2, null, 0, null, null, null, '', 2, null, null),
  (3000, 'x', 19001, null, 3, null, 0, 105, null, null, null, 2, null, null);
insert into loan (line, loan_no, contract_no, bank, borrower, limit_fen, due_day, rate, method, period, day_count, due_days, grace_days,
  penalty_percent, compound, payment_order, brought_by, ended_by, source_row) values
  (1000, 'JD1', null, 1, null, 99, 17166, '4.35%', 0, 0, 0, 0, 0, '50%', 1, 'interest,penalty,compound,principal', 1, 2, null),
  (1001, 'JD1', 'HT, "1"', 1, 999999, 300000000, 17166, '4.35% x 1.1', 3, 1, 1, 1, 10, '30%', 0, 'principal,interest,penalty,compound', 2, null, 9),
  (2000, 'JD2', '', 2, 3, 5, 40176, 'LPR1Y+50bp yearly', 2, 0, 0, 0, 0, '50%', 1, 'interest,penalty,compound,principal', 2, null, null);
insert into loan_event (line, event, day, amount_fen, new_due_day, rate, class, reference, brought_by, ended_by) values
  (100000, 0, 16801, 300000000, null, null, null, null, 1, null),
  (100001, 1, 16900, 7, null, null, null, 'T,1', 2, null),
  (100002, 2, 17000, null, 17500, '5%', null, null, 2, null),
  (200000, 1, 16900, 12, null, null, null, null, 1, 2),
  (200001, 3, 16901, null, null, null, 2, null, 2, null);

insert into loan_enrolment (line, loan, scheme, enrolled_day, until_day, brought_by, ended_by, source_row) values
  (1, 1, 'zhongshan', 16810, null, 1, null, null),
  (2, 2, 'zhongshan', null, 16811, 2, null, 9);

insert into scheme (line, scheme, valid_from, valid_to, terms, brought_by, ended_by) values
  (1, 'zhongshan', 16801, null, 'id = "x"', 1, null);
insert into fund_event (line, fund, event, day, amount_fen, funder, reference, brought_by, ended_by) values
  (1, '资金, "甲"', 'contribute', 16801, 1, '区财政局', null, 1, null),
  (2, 'y', 'interest', 5479, 12, null, 'L,1', 2, null),
  (3, 'y', 'fee', 40176, 9000000000000000, null, '', 2, null),
  (4, 'y', 'withdraw', 16802, 5, null, null, 1, 2);
insert into claim (line, claim_no, loan, scheme, filed_day, bad_day, principal_fen, interest_fen, costs_fen, recovered_fen,
  tags, filed_by, brought_by, ended_by) values
  (1000, 'B, "1"', 1, 1, 17500, 17200, 0, 0, 0, 0, '', '甲', 1, 2),
  (1001, 'B, "1"', 1, 1, 17500, 17200, 7, 1, 0, 0, 'first_loan;green', '甲', 2, null),
  (2000, 'B2', 2, 1, 40176, 5479, 300000000, 0, 0, 0, '', '乙', 2, null);
insert into claim_event (line, n, event, day, payer, amount_fen, costs_fen, facts, decided_by, brought_by, ended_by) values
  (100000, 1, 'approve', 17600, null, null, null, '{}', '乙', 2, null),
  (100001, 2, 'pay', 17601, 'fund', 99, null, null, '乙', 2, null),
  (100002, 3, 'recover', 17602, null, 100, 3, null, '乙', 1, 2);

insert into loan_identity (loan, brought_by) values (1, 1), (2, 2);
insert into reconciliation_identity (reconciliation, brought_by) values (1, 1), (2, 2);
insert into reconciliation_item (line, reconciliation, item, status, statement_row, identity, method, points, margin, proposal,
  proposal_day, proposal_fen, since, brought_by, ended_by) values
  (1, 1, 1, 'differs', '12', 'JD1', 'loan_no', 100, 100, 'repay', 16900, 7, null, 1, null),
  (2, 2, 1, 'only_bank', '2/13', 'a, "b"', null, 0, 0, null, null, null, null, 2, null),
  (3, 2, 2, 'only_ledger', null, 'JD2', null, 0, 0, null, null, null, 1, 2, null),
  (4, 2, 3, 'differs', '', '', 'merged', -1, 9000000000000000, null, null, null, null, 1, 2);
insert into reconciliation_item_loan (line, reconciliation, item, position, loan, brought_by, ended_by) values
  (1, 1, 1, 1, 1, 1, null), (2, 1, 1, 2, 2, 1, null), (3, 2, 2, 1, 2, 2, null), (4, 2, 1, 1, 1, 1, 2);
insert into reconciliation_difference (line, reconciliation, item, field, bank, ledger, cause, brought_by, ended_by) values
  (1, 1, 1, 'balance', '99.00', '92.00', 'payment_missing_here', 1, null),
  (2, 1, 1, 'borrower', '', '甲, "乙"', 'unknown', 1, null),
  (3, 2, 3, 'balance', '1', '2', 'unit', 1, 2);

insert into publication (line, number, year, quarter, as_of_day, known_at, head, files, files_digest, definitions, brought_by, ended_by) values
  (1, 1, 2016, 4, 17200, 1, randomblob(32), 0, randomblob(32), '', 1, 2),
  (2, 2, 2016, 4, 40176, 2, randomblob(32), 9007199254740993, randomblob(32), 'a' || char(9) || '"b"', 2, null);
insert into published_figure (line, publication, indicator, period_from, period_to, grouping, member, value, series, flags, brought_by, ended_by) values
  (1, 1, 'invention_filings', 17075, 17166, null, null, '1', 1, '', 1, 2),
  (2, 2, 'secured_amount', 17166, 17166, 'bank', '银行, "甲"', '9000000000000000', 2, 'PRBE', 2, null),
  (3, 2, 'rd_investment', 5479, 40176, 'park', '', '-12.50', 1, 'P', 2, null);

insert into plan (line, plan, title, title_en, source, year_from, year_to, brought_by, ended_by) values
  (1, 'p1', '规划，"十三五"', 'A plan, "quoted"', '文号〔2016〕1号', 2016, 2020, 1, null),
  (2, 'p2', '规划二', null, null, 2021, 2025, 1, 2);
insert into certificate_identity (certificate, brought_by) values (1, 1), (2, 1);
insert into certificate (line, certificate_no, standard, party, certified_by, scope, district, first_issue_day, issue_day, expiry_day,
  brought_by, ended_by) values
  (1001, 'ZZ-1''2', 'GB/T 29490-2013', 1, '中知，北京', '研发' || char(10) || '销售', '某区', 16000, 17000, 18095, 1, null),
  (2001, null, 'GB/T 29490', 2, null, null, null, null, 17500, null, 1, 2);
insert into certificate_event (line, n, event, day, expiry_day, standard, document, brought_by, ended_by) values
  (100010, 1, 'surveil_pass', 17365, null, null, '报告"一"', 1, null),
  (100020, 2, 'reissue', 18090, 19185, 'GB/T 29490-2023', null, 1, 2);
insert into program_case_identity (program_case, brought_by) values (1, 1), (2, 1);
insert into program_case (line, program, party, batch_year, name_then, filed_by, brought_by, ended_by) values
  (1001, 'pilot', 1, 2019, '旧名，"有限"公司', '王芳', 1, null),
  (2001, 'pilot', 2, 2018, null, null, 1, 2);
insert into program_event (line, n, event, day, until_day, document, score, decided_by, detail, brought_by, ended_by) values
  (100010, 1, 'apply', 18000, null, null, null, null, null, 1, null),
  (100020, 2, 'recognise', 18100, 18830, '沪知局〔2019〕1号', 9050, '李明', '逗号，换行' || char(10), 1, null);
insert into patent_evidence (line, patent, class, name, number, since_day, year, document, brought_by, ended_by) values
  (1, 20161028188, 'abroad', 'US', 'US10123456B2', 17500, null, '说明"一"，二', 1, null),
  (2, 20161028188, 'awarded', '奖，"金"', '', null, 2019, null, 1, null),
  (3, 20171012345, 'emerging', '', '', null, null, '' || char(10), 1, 2);
insert into population (line, region, day, kind, persons, source, brought_by, ended_by) values
  (1, '310106', 17896, 'resident', 1000, '年鉴，"2018"', 1, null),
  (2, '310106', 18261, 'registered', 9007199254740993, '公报', 2, null),
  (3, '310101', 5479, 'resident', 975700, '公报', 1, 2);
insert into stock_rule (line, valid_from, valid_to, over_years, pledge_least_fen, population_rule, decimals, source, brought_by, ended_by) values
  (1, null, null, 10, null, 'year_before', 1, '文号〔2021〕1号', 1, null),
  (2, 17896, 18261, null, 9000000000000000, null, 0, '规定"二"', 1, 2);
insert into ipc_map (line, map, valid_from, valid_to, terms, brought_by, ended_by) values
  (1, 'sei-"x"', null, null, 'id = "x"' || char(10), 1, null);
insert into seal (entry, outcome, lines_brought, lines_ended, lines_digest, hash_version, previous_hash, hash) values
  (1, '{}', 20, 0, zeroblob(32), 1, zeroblob(32), randomblob(32)),
  (2, '{}', 0, 4294967296, zeroblob(32), 1, zeroblob(32), randomblob(32)),
  (3, '{}', 9007199254740993, 0, zeroblob(32), 1, zeroblob(32), randomblob(32));
