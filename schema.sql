-- ipledger: the whole current schema, readable from top to bottom.
--
-- Part 1 holds the facts: entries, then noun by noun the lines they brought in.
-- Part 2 is derived: triggers, rollups, indexes, views. An upgrade drops it and builds it again from part 1.
--
-- Conventions
--   line         key of one line. Nouns with a number of their own: thing * 1000 + revision; the others count up,
--                by ten where the order counts: a line brought back takes the next free place behind its own.
--   T_identity   one row: the thing exists. Written once and never ended, so that lines of other tables can point at
--                it whatever becomes of its own. Where a key holds the thing's number, a generated column gives it.
--   brought_by   the entry that brought the line in.
--   ended_by     the entry that ended it (superseded or voided); null = in force. The one value that
--                ever changes, once, from null to the entry being written.
--   known at E   brought_by <= E and (ended_by is null or ended_by > E).
--   *_day        days since 1970-01-01, calendar of China. Readable dates stand in table day and in the views.
--   *_fen        money in fen, an exact integer.
--   source_row   the row of the source file as a person sees it (header counted); null when typed.

pragma application_id = 1229999175;  -- 'IPLG'
pragma user_version = 4;

---------------------------------------------------------------------------------------------------
-- Part 1: facts
---------------------------------------------------------------------------------------------------

-- One row: one act of recording, by one person, from one source. The rows form a hash chain; the
-- canonical bytes are written down in src/ledger/digest.rs.
create table entry (
  entry          integer primary key check (entry >= 1),  -- 1, 2, 3 ... without gaps
  recorded_at    integer not null,                        -- milliseconds since 1970-01-01 UTC
  recorded_by    text    not null check (recorded_by <> ''),
  action         text    not null,                        -- noun.verb, such as patent.import
  reason         text,                                    -- null: none was given
  source_name    text,                                    -- the file's name; null: typed at the terminal
  source_sha256  blob check (length(source_sha256) = 32),
  source_bytes   integer check (source_bytes >= 0),
  settings       text    not null default '{"v":1}',      -- JSON with its version: sheet, header row, mapping of an
                                                          -- import; clock_was_wrong: entries so far that are stamped
                                                          -- later than this one were recorded by a wrong clock
  voids          integer references entry (entry)         -- the entry this one takes back
) strict;

-- One row: the seal of an entry, written last in the same transaction: what it brought and ended, and
-- its link in the chain. An entry without a seal, or one changed after it, is found by verify.
create table seal (
  entry          integer primary key references entry (entry),
  outcome        text    not null,                        -- JSON with its version: rows accepted, unchanged, refused ...
  lines_brought  integer not null check (lines_brought >= 0),
  lines_ended    integer not null check (lines_ended >= 0),
  lines_digest   blob    not null check (length(lines_digest) = 32),
  hash_version   integer not null check (hash_version >= 1),
  previous_hash  blob    not null check (length(previous_hash) = 32),  -- zeros for entry 1
  hash           blob    not null unique check (length(hash) = 32)
) strict;

-- One row: the office that keeps this ledger, since an entry.
create table office (
  line        integer primary key,
  name        text    not null check (name <> ''),
  region      text    not null check (length(region) = 6),  -- GB/T 2260, such as 310106
  district    text    not null,                             -- 静安区
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: how a header of the clerk's files maps to a field of a noun, once said with --map.
create table header_map (
  line        integer primary key,
  noun        text    not null,
  header      text    not null,   -- folded: half width, lower case, no blanks
  field       text    not null,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
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

-- Parties (主体): firms, banks, guarantors, insurers, appraisers, agencies, persons -----------------

-- One row: a party exists. Written once, so that others can point at it.
create table party (
  party       integer primary key check (party >= 1),
  brought_by  integer not null references entry (entry)
) strict;

-- One row: what is recorded of a party itself. line = party * 1000 + revision.
create table party_line (
  line          integer primary key,
  party         integer generated always as (line / 1000) virtual references party (party),
  name          text,       -- as its papers spell it; null: only its code is known
  name_key      text,       -- folded for exact matching; null with name
  uscc          text check (length(uscc) = 18),  -- unified social credit code; null: unknown
  uscc_lawful   integer not null default 0 check (uscc_lawful in (0, 1)),  -- 1: lawful though its check does not fit
  kind          integer not null check (kind between 0 and 4),   -- 0 firm, 1 institution, 2 university, 3 person, 4 other
  industry      text,
  size          integer check (size between 0 and 3),            -- 0 large, 1 medium, 2 small, 3 micro
  former_names  text,       -- joined by ';'
  brought_by    integer not null references entry (entry),
  ended_by      integer references entry (entry),
  source_row    integer,
  business_no   text        -- number with the register of companies before the credit code (工商注册号); null: not known
) strict;

-- One row: where a party belonged, from one day to another.
create table party_place (
  line        integer primary key,
  party       integer not null references party (party),
  region      text,       -- district by GB/T 2260; null: outside, district not known
  street      text,
  park        text,
  since_day   integer,    -- null: from the start
  until_day   integer,    -- last day; null: open
  assumed     integer not null check (assumed in (0, 1)),  -- 1: no address said so, the office's own district taken
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (until_day is null or since_day is null or since_day <= until_day)
) strict;

-- One row: a role a party plays in pledge financing (bank, guarantor, insurer, appraiser, agency ...).
create table party_role (
  line        integer primary key,
  party       integer not null references party (party),
  role        text    not null,
  since_day   integer,
  until_day   integer,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: a mark a firm applied for or was given (试点, 示范, 高新技术企业, GB/T 29490 ...).
create table party_mark (
  line        integer primary key,
  party       integer not null references party (party),
  mark        text    not null,
  state       text    not null check (state in ('applied', 'recognised', 'expired', 'revoked')),
  day         integer not null,  -- day of the application, recognition ...
  document    text,              -- document or certificate number
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- Patents (专利) -----------------------------------------------------------------------------------

-- One row: what is recorded of one application. line = application number without its check
-- character * 1000 + revision (ZC 0006-2003; eight digits before October 2003, twelve since). The one
-- table without foreign keys where it could have them: two look-ups on each of a million rows are a
-- twelfth of an import, and a line that points nowhere is found by verify like any other change.
create table patent (
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

-- One row: a co-owner (共有人) of a patent after the first, in order from position 2.
create table patent_co_owner (
  line        integer primary key,
  patent      integer not null,   -- number without check character
  position    integer not null check (position >= 2),
  party       integer not null references party (party),
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: a dated event in a patent's legal life, with its source.
create table patent_event (
  line        integer primary key,
  patent      integer not null,
  event       text    not null,
  day         integer not null,
  party       integer references party (party),  -- new patentee, licensee ...
  detail      text,
  document    text,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- PCT filings (PCT国际申请) --------------------------------------------------------------------------

-- One row: an international application, by its filing at the receiving office.
create table pct (
  line            integer primary key,
  pct_no          text    not null,
  filing_day      integer,   -- null: not stated, the year is the number's
  title           text,
  applicant       integer references party (party),
  priority_no     text,
  priority_day    integer,
  publication_no  text,
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer
) strict;

-- Pledges (专利权质押) -------------------------------------------------------------------------------

-- One row: a pledge exists. Written once, so that others can point at it.
create table pledge_identity (
  pledge      integer primary key check (pledge >= 1),
  brought_by  integer not null references entry (entry)
) strict;

-- One row: a pledge, by its terms on the day of registration. line = pledge * 1000 + revision.
create table pledge (
  line              integer primary key,
  pledge            integer generated always as (line / 1000) virtual references pledge_identity (pledge),
  registration_no   text    not null check (registration_no <> ''),
  registered_day    integer not null,
  applied_day       integer,   -- 受理日; null: not known
  pledgee           integer not null references party (party),
  contract_no       text,
  contract_day      integer,
  debt_kind         integer not null check (debt_kind in (0, 1)),  -- 0 ordinary, 1 maximum-amount (最高额)
  secured_fen       integer check (secured_fen > 0),               -- the secured claim, not money lent
  debt_from_day     integer,
  debt_to_day       integer,   -- last day for performing the debt
  scope             text,      -- 担保范围
  patents_stated    integer,   -- how many the contract names
  forfeiture        integer check (forfeiture in (0, 1)),          -- 流质 clause; null: not recorded
  appraiser         text,
  appraised_fen     integer check (appraised_fen > 0),
  appraisal_method  text,
  appraisal_day     integer,
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: a patent under a pledge. One registration covers every patent of one contract.
create table pledge_patent (
  line              integer primary key,
  pledge            integer not null references pledge_identity (pledge),
  patent            integer not null,   -- number without check character
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: who gives a pledge (出质人), in order from position 1.
create table pledge_pledgor (
  line              integer primary key,
  pledge            integer not null references pledge_identity (pledge),
  position          integer not null check (position >= 1),
  party             integer not null references party (party),
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: what happened to a pledge: a change, release, consent, waiver ...
create table pledge_event (
  line              integer primary key,
  pledge            integer not null references pledge_identity (pledge),
  event             text    not null,
  day               integer not null,   -- effective day
  registered_day    integer,            -- day a change was registered
  patent            integer,            -- the one patent it concerns; null: all
  party             integer references party (party),
  release_ground    text check (release_ground is null or event in ('release', 'realise')),
  waived_rule       text check (waived_rule is null or event = 'waiver'),             -- such as R6
  consented_event   text check (consented_event is null or event = 'pledgee_consent'), -- the disposal agreed to
  secured_fen       integer check (secured_fen > 0),  -- from a change on
  debt_to_day       integer,                          -- from a change on
  detail            text,
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- Loans (质押贷款) -----------------------------------------------------------------------------------

-- One row: a loan exists. Written once, so that others can point at it.
create table loan_identity (
  loan        integer primary key check (loan >= 1),
  brought_by  integer not null references entry (entry)
) strict;

-- One row: a loan by its contract. line = loan * 1000 + revision.
create table loan (
  line              integer primary key,
  loan              integer generated always as (line / 1000) virtual references loan_identity (loan),
  loan_no           text    not null check (loan_no <> ''),  -- 借据号
  contract_no       text,
  bank              integer not null references party (party),
  borrower          integer references party (party),
  limit_fen         integer not null check (limit_fen > 0),  -- the most that may be disbursed
  ip_fen            integer check (ip_fen > 0),              -- the part secured by intellectual property
  signed_day        integer,
  due_day           integer not null,                        -- before any extension
  rate              text    not null,                        -- 4.35%, 4.35% x 1.1, LPR1Y+50bp yearly
  method            integer not null check (method between 0 and 3),
  period            integer not null check (period between 0 and 1),
  day_count         integer not null check (day_count between 0 and 1),
  pay_day           integer check (pay_day between 1 and 31),
  due_days          integer not null check (due_days between 0 and 1),  -- a due day that is no working day: 0 is met on the next one, 1 stands
  grace_days        integer not null check (grace_days >= 0),
  penalty_percent   text    not null,                        -- what overdue adds to the rate
  compound          integer not null check (compound in (0, 1)),
  payment_order     text    not null,                        -- interest,penalty,compound,principal
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: a pledge that secures a loan; one maximum-amount pledge may secure several.
create table loan_pledge (
  line              integer primary key,
  loan              integer not null references loan_identity (loan),
  pledge            integer not null references pledge_identity (pledge),
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: a loan enrolled in a scheme (备案入库). What of a loan counts under a scheme, counts by these.
create table loan_enrolment (
  line              integer primary key,
  loan              integer not null references loan_identity (loan),
  scheme            text    not null check (scheme <> ''),  -- the scheme's stable name, whatever the version
  enrolled_day      integer,                                -- null: not known
  until_day         integer,                                -- last day; null: still enrolled
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer,
  check (until_day >= enrolled_day)
) strict;

-- One row: what happened to a loan. line = loan * 100000 + number * 10, so that a loan's life lies together.
create table loan_event (
  line              integer primary key,
  loan              integer generated always as (line / 100000) virtual references loan_identity (loan),
  event             integer not null check (event between 0 and 5),  -- 0 disbursed, 1 repaid, 2 extended, 3 classified, 4 written off, 5 refunded
  day               integer not null,
  amount_fen        integer check (amount_fen > 0),
  new_due_day       integer,
  rate              text,
  class             integer check (class between 0 and 4),
  reference         text,      -- the bank's number of the transaction
  brought_by        integer not null,
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- One row: a publication of the loan prime rate the office added to those shipped.
create table lpr (
  line              integer primary key,
  day               integer not null,
  one_year          text    not null,
  five_year         text    not null,
  source            text    not null,
  brought_by        integer not null references entry (entry),
  ended_by          integer references entry (entry),
  source_row        integer
) strict;

-- Reconciliation (对账) -------------------------------------------------------------------------------

-- One row: a reconciliation exists. Written once, so that others can point at it.
create table reconciliation_identity (
  reconciliation  integer primary key check (reconciliation >= 1),
  brought_by      integer not null references entry (entry)
) strict;

-- One row: a bank's statement reconciled (对账) with its loans at the close of a day.
-- line = reconciliation * 1000 + revision.
create table reconciliation (
  line             integer primary key,
  reconciliation   integer generated always as (line / 1000) virtual references reconciliation_identity (reconciliation),
  bank             integer not null references party (party),
  cutoff_day       integer not null,
  statement_lines  integer not null check (statement_lines >= 0),
  agreed_lines     integer not null check (agreed_lines between 0 and statement_lines),
  bank_fen         integer not null,                  -- the bank's total, by balance if it states balances
  ledger_fen       integer not null,
  remainder_fen    integer not null,                  -- what no named difference explains
  balance_tolerance_fen  integer not null check (balance_tolerance_fen >= 0),  -- so far apart still agrees
  interest_tolerance_fen integer not null check (interest_tolerance_fen >= 0),
  days_tolerance   integer not null check (days_tolerance >= 0), -- days overdue
  fingerprint      blob    not null check (length(fingerprint) = 32), -- SHA-256 of the result: the same again is no new run
  brought_by       integer not null references entry (entry),
  ended_by         integer references entry (entry),
  source_row       integer
) strict;

-- One row: a line of the statement as the bank wrote it, so that it can be held against what is known since.
create table reconciliation_line (
  line             integer primary key,
  reconciliation   integer not null references reconciliation_identity (reconciliation),
  statement_row    text    not null check (statement_row <> ''), -- 12, or 2/12 on the second sheet
  loan_no          text,                               -- here and below null: the line does not state it
  contract_no      text,
  borrower         text,
  uscc             text,                               -- as written: it need not be right
  principal_fen    integer,                            -- what was lent
  balance_fen      integer,
  interest_fen     integer,                            -- owed, with penalty and compound interest
  disbursed_day    integer,
  due_day          integer,
  rate             text,                               -- 4.35%
  class            integer check (class between 0 and 4),
  days_overdue     integer,
  settled          integer check (settled in (0, 1)),
  registration_nos text,                               -- pledges, joined by ;
  brought_by       integer not null references entry (entry),
  ended_by         integer references entry (entry),
  source_row       integer
) strict;

-- One row: a cell of a statement's line that nobody could read, as it stood.
create table reconciliation_unread (
  line            integer primary key,
  reconciliation  integer not null references reconciliation_identity (reconciliation),
  statement_row   text    not null check (statement_row <> ''),
  field           text    not null check (field <> ''), -- row: none of its cells could be read
  value           text    not null,
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer
) strict;

-- One row: loans the bank lists, each number from first_loan to last_loan.
create table reconciliation_listed (
  line            integer primary key,
  reconciliation  integer not null references reconciliation_identity (reconciliation),
  first_loan      integer not null references loan_identity (loan),
  last_loan       integer not null references loan_identity (loan),
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer,
  check (first_loan <= last_loan)
) strict;

-- One row: a line or loan of a reconciliation that did not agree by itself.
create table reconciliation_item (
  line             integer primary key,
  reconciliation   integer not null references reconciliation_identity (reconciliation),
  item             integer not null check (item >= 1), -- 1, 2, 3 ... within the reconciliation, which a copy keeps
  status           text    not null check (status in ('differs', 'suggested', 'ambiguous', 'only_bank', 'only_ledger')),
  statement_row    text,                               -- 12, or 2/12 on the second sheet; null: the bank does not list it
  identity         text    not null,                   -- what tells the line, or the loan, month after month
  method           text check (method in ('decided', 'loan_no', 'loan_no_key', 'near_number', 'contract_no',
                                          'registration_no', 'borrower', 'terms', 'split', 'merged')), -- null: nothing was found
  points           integer not null,
  margin           integer not null,                   -- how far ahead of any other answer
  runner_up        integer references loan_identity (loan), -- the next best loan
  proposal         text check (proposal in ('repay', 'extend', 'classify', 'move')), -- what would settle it in our books
  proposal_day     integer,
  proposal_fen     integer check (proposal_fen > 0),   -- repay, move: the payment
  proposal_due_day integer,                            -- extend: the new last day
  proposal_class   integer check (proposal_class between 0 and 4), -- classify
  proposal_line    integer,                            -- move: the line of loan_event that is taken back
  since            integer references reconciliation_identity (reconciliation), -- that found it first; null: this one
  brought_by       integer not null references entry (entry),
  ended_by         integer references entry (entry),
  source_row       integer,
  check ((proposal is null) = (proposal_day is null)),
  check ((proposal_fen is not null) = (proposal is not null and proposal in ('repay', 'move'))),
  check ((proposal_due_day is not null) = (proposal is not null and proposal = 'extend')),
  check ((proposal_class is not null) = (proposal is not null and proposal = 'classify')),
  check ((proposal_line is not null) = (proposal is not null and proposal = 'move'))
) strict;

-- One row: a loan an item is about, in order from position 1; several when the bank lists them as one.
create table reconciliation_item_loan (
  line            integer primary key,
  reconciliation  integer not null references reconciliation_identity (reconciliation),
  item            integer not null,                    -- its number within the reconciliation
  position        integer not null check (position >= 1),
  loan            integer not null references loan_identity (loan),
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer
) strict;

-- One row: a field in which an item differs, as each side states it: yuan, days as 2016-12-31, codes in English.
create table reconciliation_difference (
  line            integer primary key,
  reconciliation  integer not null references reconciliation_identity (reconciliation),
  item            integer not null,                    -- its number within the reconciliation
  field           text    not null check (field <> ''),
  bank            text    not null,                    -- empty: it states nothing
  ledger          text    not null,
  cause           text    not null check (cause <> ''), -- unit, rounding, day_count_end ... unknown
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer
) strict;

-- One row: what a person decided about a bank's line, by what identifies the line month after month.
create table reconciliation_decision (
  line        integer primary key,
  bank        integer not null references party (party),
  identity    text    not null check (identity <> ''),
  loan_no     text    not null check (loan_no <> ''),
  same        integer not null check (same in (0, 1)), -- 1: means this loan; 0: does not
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: one side agrees to the balance of a reconciliation.
create table reconciliation_signature (
  line            integer primary key,
  reconciliation  integer not null references reconciliation_identity (reconciliation),
  side            text    not null check (side in ('office', 'bank')),
  signer          text    not null check (signer <> ''),
  balance_fen     integer not null,
  day             integer not null,
  brought_by      integer not null references entry (entry),
  ended_by        integer references entry (entry),
  source_row      integer
) strict;

-- Targets (目标) and indicators (指标) ---------------------------------------------------------------

-- One row: what an indicator counts, and for which days that definition holds.
create table indicator_definition (
  line        integer primary key,
  indicator   text    not null,
  basis       text    not null check (basis in ('received', 'fee_paid', 'grant_day', 'filing_day', 'applied', 'reported')),
  valid_from  integer,   -- day; null: from the start
  valid_to    integer,   -- last day; null: open
  source      text    not null,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: a plan (规划) by its years. Its goals are the targets that name it.
create table plan (
  line        integer primary key,
  plan        text    not null check (plan <> ''),   -- its code
  title       text    not null check (title <> ''),
  title_en    text,
  source      text,                                  -- the document it was issued with
  year_from   integer not null,
  year_to     integer not null,                      -- the last year
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (year_from <= year_to)
) strict;

-- One row: a goal the plan sets for an indicator over a period.
create table target (
  line         integer primary key,
  category     text,
  indicator    text    not null,
  name         text,                -- the plan's own words
  goal         text    not null,    -- exact decimal, in unit
  unit         text,
  period_from  integer not null,    -- first day
  period_to    integer not null,    -- last day
  measure      text    not null check (measure in ('cumulative', 'stock')),  -- flow over the period, or level at its end
  note         text,
  brought_by   integer not null references entry (entry),
  ended_by     integer references entry (entry),
  source_row   integer,
  plan          text,               -- code of the plan it is a goal of; null: it stands by itself
  baseline      text,               -- what there was before (基期值), exact decimal, in unit
  baseline_year integer,            -- the year it is of; null with baseline
  reported_by   text,               -- who answers for the figure
  paragraph     text,               -- where the plan says it
  check (period_from <= period_to)
) strict;

-- One row: a value another office reported for an indicator.
create table reported_value (
  line        integer primary key,
  indicator   text    not null,
  value       text    not null,     -- exact decimal, in the target's unit
  day         integer not null,     -- the day it holds for
  source      text    not null,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- Publications (发布) --------------------------------------------------------------------------------

-- One row: a publication exists. Written once, so that others can point at it.
create table publication_identity (
  publication integer primary key check (publication >= 1),
  brought_by  integer not null references entry (entry)
) strict;

-- One row: the figures of a quarter, sealed as they left the house.
create table publication (
  line          integer primary key,
  number        integer not null references publication_identity (publication), -- 1, 2, 3 ... which a copy keeps
  year          integer not null,
  quarter       integer not null check (quarter between 1 and 4),
  as_of_day     integer not null,                         -- what was true at the close of this day
  known_at      integer not null references entry (entry),
  head          blob    not null check (length(head) = 32),         -- hash of that entry
  files         integer not null check (files >= 0),                -- source files then in force
  files_digest  blob    not null check (length(files_digest) = 32), -- SHA-256 over their SHA-256, in order of entry
  definitions   text    not null,                         -- one a line: indicator, basis, first day, last day, source; tabs between
  brought_by    integer not null references entry (entry),
  ended_by      integer references entry (entry),
  source_row    integer
) strict;

-- One row: one figure of a publication.
create table published_figure (
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

-- One row: a line of the head official tables carry (表号, 制定机关 ...), since an entry.
create table report_heading (
  line        integer primary key,
  field       text    not null check (field in ('table_no', 'issuer', 'filed_with', 'approval_no', 'valid_until', 'prepared_by', 'reviewed_by')),
  value       text    not null,   -- empty: none any more
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- Risk compensation (风险补偿) ----------------------------------------------------------------------

-- One row: a version of a published scheme (办法), whole, as its file states it.
create table scheme (
  line        integer primary key,
  scheme      text    not null check (scheme <> ''),  -- its stable name, the same in all versions
  valid_from  integer not null,
  valid_to    integer,                                -- last day; null: open
  terms       text    not null,                       -- the file (TOML), read and checked
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer,
  check (valid_to is null or valid_to >= valid_from)
) strict;

-- One row: money into or out of a compensation fund (资金池) that no claim moved.
create table fund_event (
  line        integer primary key,
  fund        text    not null check (fund <> ''),
  event       text    not null check (event in ('contribute', 'interest', 'fee', 'withdraw')),
  day         integer not null,
  amount_fen  integer not null check (amount_fen > 0),
  funder      text,                                   -- who gave it, or gets it back
  reference   text,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: who may decide on claims, up to how much public money (审批权限).
create table approver (
  line        integer primary key,
  name        text    not null check (name <> ''),
  limit_fen   integer check (limit_fen > 0),          -- null: any amount
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: a claim exists. Written once, so that others can point at it.
create table claim_identity (
  claim       integer primary key check (claim >= 1),
  brought_by  integer not null references entry (entry)
) strict;

-- One row: a claim (补偿申请) as filed. line = claim * 1000 + revision.
create table claim (
  line           integer primary key,
  claim          integer generated always as (line / 1000) virtual references claim_identity (claim),
  claim_no       text    not null check (claim_no <> ''),
  loan           integer not null references loan_identity (loan),
  scheme         integer not null references scheme (line),
  filed_day      integer not null,
  bad_day        integer not null,                    -- since when the loan is bad
  principal_fen  integer not null check (principal_fen >= 0),
  interest_fen   integer not null check (interest_fen >= 0),
  costs_fen      integer not null check (costs_fen >= 0),
  recovered_fen  integer not null check (recovered_fen >= 0),
  portfolio_fen  integer,                             -- the bank's portfolio under the scheme, as stated
  enrolled_day   integer,                             -- when the loan was filed with the scheme (备案)
  suit_day       integer,
  judgment_day   integer,
  decision_day   integer,                             -- of another level, from which this one's deadline runs
  tags           text    not null,                    -- joined by ';'
  filed_by       text    not null check (filed_by <> ''),
  brought_by     integer not null references entry (entry),
  ended_by       integer references entry (entry),
  source_row     integer
) strict;

-- One row: a document handed in with a claim.
create table claim_document (
  line        integer primary key,
  claim       integer not null references claim_identity (claim),
  name        text    not null,
  sha256      blob    not null check (length(sha256) = 32),
  bytes       integer not null,
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: what was decided of a claim, paid on it or came back. line = claim * 100000 + number * 10.
create table claim_event (
  line        integer primary key,
  claim       integer generated always as (line / 100000) virtual references claim_identity (claim),
  n           integer not null,                       -- its number within the claim, which a copy keeps
  event       text    not null check (event in ('approve', 'reject', 'pay', 'settle', 'recover', 'refund')),
  day         integer not null,
  payer       text,                                   -- who paid
  amount_fen  integer check (amount_fen > 0),         -- paid, or come back
  costs_fen   integer check (costs_fen >= 0),         -- spent on recovering
  facts       text,                                   -- JSON with its version: the loss decided on, what then counted under each cap
  decided_by  text    not null check (decided_by <> ''),
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- One row: what a decision lays on a payer, or a recovery gives back to it. line = claim * 100000 + number * 10.
create table claim_share (
  line        integer primary key,
  claim       integer generated always as (line / 100000) virtual references claim_identity (claim),
  n           integer not null,                       -- of the decision or recovery it belongs to
  payer       text    not null,
  rule        text    not null,                       -- share; of a recovery: excess, costs, borne, surplus
  amount_fen  integer not null check (amount_fen >= 0),
  brought_by  integer not null references entry (entry),
  ended_by    integer references entry (entry),
  source_row  integer
) strict;

-- Programmes and certificates (试点示范认定, 贯标) ------------------------------------------------------

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

-- High-value inventions and population (高价值发明专利, 人口) -----------------------------------------------

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

---------------------------------------------------------------------------------------------------
-- Part 2: derived
---------------------------------------------------------------------------------------------------

-- The past is not rewritten -----------------------------------------------------------------------

-- Entries, seals and lines are never changed or deleted; a line may be ended once, by the entry being
-- written. A line slipped into a sealed entry is left to verify: a trigger on each of a million rows would
-- double an import. Every trigger is read at every start: keep them short.

-- What would be done to the past: every table lays it here, and one rule answers; nothing is kept.
create view past as select 0 as ended_by_was, 0 as ended_by_becomes;
create trigger past_is_kept instead of delete on past
  begin select raise(abort, 'a recorded fact is never deleted: record a void'); end;
create trigger past_is_fixed instead of insert on past
  when new.ended_by_was is not null or new.ended_by_becomes is null
       or exists (select 1 from seal where entry = new.ended_by_becomes)
  begin select raise(abort, 'a recorded fact is never changed: record a correction'); end;

create trigger entry_is_kept before delete on entry begin delete from past; end;
create trigger entry_is_fixed before update on entry begin insert into past values (0, 0); end;
create trigger seal_is_kept before delete on seal begin delete from past; end;
create trigger seal_is_fixed before update on seal begin insert into past values (0, 0); end;
create trigger party_is_kept before delete on party begin delete from past; end;
create trigger party_is_fixed before update on party begin insert into past values (0, 0); end;
create trigger office_is_kept before delete on office begin delete from past; end;
create trigger office_is_fixed before update on office begin insert into past values (old.ended_by, new.ended_by); end;
create trigger header_map_is_kept before delete on header_map begin delete from past; end;
create trigger header_map_is_fixed before update on header_map begin insert into past values (old.ended_by, new.ended_by); end;
create trigger locality_is_kept before delete on locality begin delete from past; end;
create trigger locality_is_fixed before update on locality begin insert into past values (old.ended_by, new.ended_by); end;
create trigger party_line_is_kept before delete on party_line begin delete from past; end;
create trigger party_line_is_fixed before update on party_line begin insert into past values (old.ended_by, new.ended_by); end;
create trigger party_place_is_kept before delete on party_place begin delete from past; end;
create trigger party_place_is_fixed before update on party_place begin insert into past values (old.ended_by, new.ended_by); end;
create trigger party_role_is_kept before delete on party_role begin delete from past; end;
create trigger party_role_is_fixed before update on party_role begin insert into past values (old.ended_by, new.ended_by); end;
create trigger party_mark_is_kept before delete on party_mark begin delete from past; end;
create trigger party_mark_is_fixed before update on party_mark begin insert into past values (old.ended_by, new.ended_by); end;
create trigger patent_is_kept before delete on patent begin delete from past; end;
create trigger patent_is_fixed before update on patent begin insert into past values (old.ended_by, new.ended_by); end;
create trigger patent_co_owner_is_kept before delete on patent_co_owner begin delete from past; end;
create trigger patent_co_owner_is_fixed before update on patent_co_owner begin insert into past values (old.ended_by, new.ended_by); end;
create trigger patent_event_is_kept before delete on patent_event begin delete from past; end;
create trigger patent_event_is_fixed before update on patent_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger pct_is_kept before delete on pct begin delete from past; end;
create trigger pct_is_fixed before update on pct begin insert into past values (old.ended_by, new.ended_by); end;
create trigger pledge_identity_is_kept before delete on pledge_identity begin delete from past; end;
create trigger pledge_identity_is_fixed before update on pledge_identity begin insert into past values (0, 0); end;
create trigger pledge_is_kept before delete on pledge begin delete from past; end;
create trigger pledge_is_fixed before update on pledge begin insert into past values (old.ended_by, new.ended_by); end;
create trigger pledge_patent_is_kept before delete on pledge_patent begin delete from past; end;
create trigger pledge_patent_is_fixed before update on pledge_patent begin insert into past values (old.ended_by, new.ended_by); end;
create trigger pledge_pledgor_is_kept before delete on pledge_pledgor begin delete from past; end;
create trigger pledge_pledgor_is_fixed before update on pledge_pledgor begin insert into past values (old.ended_by, new.ended_by); end;
create trigger pledge_event_is_kept before delete on pledge_event begin delete from past; end;
create trigger pledge_event_is_fixed before update on pledge_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger loan_identity_is_kept before delete on loan_identity begin delete from past; end;
create trigger loan_identity_is_fixed before update on loan_identity begin insert into past values (0, 0); end;
create trigger loan_is_kept before delete on loan begin delete from past; end;
create trigger loan_is_fixed before update on loan begin insert into past values (old.ended_by, new.ended_by); end;
create trigger loan_pledge_is_kept before delete on loan_pledge begin delete from past; end;
create trigger loan_pledge_is_fixed before update on loan_pledge begin insert into past values (old.ended_by, new.ended_by); end;
create trigger loan_enrolment_is_kept before delete on loan_enrolment begin delete from past; end;
create trigger loan_enrolment_is_fixed before update on loan_enrolment begin insert into past values (old.ended_by, new.ended_by); end;
create trigger loan_event_is_kept before delete on loan_event begin delete from past; end;
create trigger loan_event_is_fixed before update on loan_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger lpr_is_kept before delete on lpr begin delete from past; end;
create trigger lpr_is_fixed before update on lpr begin insert into past values (old.ended_by, new.ended_by); end;
create trigger scheme_is_kept before delete on scheme begin delete from past; end;
create trigger scheme_is_fixed before update on scheme begin insert into past values (old.ended_by, new.ended_by); end;
create trigger fund_event_is_kept before delete on fund_event begin delete from past; end;
create trigger fund_event_is_fixed before update on fund_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger approver_is_kept before delete on approver begin delete from past; end;
create trigger approver_is_fixed before update on approver begin insert into past values (old.ended_by, new.ended_by); end;
create trigger claim_identity_is_kept before delete on claim_identity begin delete from past; end;
create trigger claim_identity_is_fixed before update on claim_identity begin insert into past values (0, 0); end;
create trigger claim_is_kept before delete on claim begin delete from past; end;
create trigger claim_is_fixed before update on claim begin insert into past values (old.ended_by, new.ended_by); end;
create trigger claim_document_is_kept before delete on claim_document begin delete from past; end;
create trigger claim_document_is_fixed before update on claim_document begin insert into past values (old.ended_by, new.ended_by); end;
create trigger claim_event_is_kept before delete on claim_event begin delete from past; end;
create trigger claim_event_is_fixed before update on claim_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger claim_share_is_kept before delete on claim_share begin delete from past; end;
create trigger claim_share_is_fixed before update on claim_share begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_identity_is_kept before delete on reconciliation_identity begin delete from past; end;
create trigger reconciliation_identity_is_fixed before update on reconciliation_identity begin insert into past values (0, 0); end;
create trigger reconciliation_is_kept before delete on reconciliation begin delete from past; end;
create trigger reconciliation_is_fixed before update on reconciliation begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_line_is_kept before delete on reconciliation_line begin delete from past; end;
create trigger reconciliation_line_is_fixed before update on reconciliation_line begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_unread_is_kept before delete on reconciliation_unread begin delete from past; end;
create trigger reconciliation_unread_is_fixed before update on reconciliation_unread begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_listed_is_kept before delete on reconciliation_listed begin delete from past; end;
create trigger reconciliation_listed_is_fixed before update on reconciliation_listed begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_item_is_kept before delete on reconciliation_item begin delete from past; end;
create trigger reconciliation_item_is_fixed before update on reconciliation_item begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_item_loan_is_kept before delete on reconciliation_item_loan begin delete from past; end;
create trigger reconciliation_item_loan_is_fixed before update on reconciliation_item_loan begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_difference_is_kept before delete on reconciliation_difference begin delete from past; end;
create trigger reconciliation_difference_is_fixed before update on reconciliation_difference begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_decision_is_kept before delete on reconciliation_decision begin delete from past; end;
create trigger reconciliation_decision_is_fixed before update on reconciliation_decision begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reconciliation_signature_is_kept before delete on reconciliation_signature begin delete from past; end;
create trigger reconciliation_signature_is_fixed before update on reconciliation_signature begin insert into past values (old.ended_by, new.ended_by); end;
create trigger indicator_definition_is_kept before delete on indicator_definition begin delete from past; end;
create trigger indicator_definition_is_fixed before update on indicator_definition begin insert into past values (old.ended_by, new.ended_by); end;
create trigger plan_is_kept before delete on plan begin delete from past; end;
create trigger plan_is_fixed before update on plan begin insert into past values (old.ended_by, new.ended_by); end;
create trigger target_is_kept before delete on target begin delete from past; end;
create trigger target_is_fixed before update on target begin insert into past values (old.ended_by, new.ended_by); end;
create trigger reported_value_is_kept before delete on reported_value begin delete from past; end;
create trigger reported_value_is_fixed before update on reported_value begin insert into past values (old.ended_by, new.ended_by); end;
create trigger publication_identity_is_kept before delete on publication_identity begin delete from past; end;
create trigger publication_identity_is_fixed before update on publication_identity begin insert into past values (0, 0); end;
create trigger publication_is_kept before delete on publication begin delete from past; end;
create trigger publication_is_fixed before update on publication begin insert into past values (old.ended_by, new.ended_by); end;
create trigger published_figure_is_kept before delete on published_figure begin delete from past; end;
create trigger published_figure_is_fixed before update on published_figure begin insert into past values (old.ended_by, new.ended_by); end;
create trigger report_heading_is_kept before delete on report_heading begin delete from past; end;
create trigger report_heading_is_fixed before update on report_heading begin insert into past values (old.ended_by, new.ended_by); end;
create trigger certificate_identity_is_kept before delete on certificate_identity begin delete from past; end;
create trigger certificate_identity_is_fixed before update on certificate_identity begin insert into past values (0, 0); end;
create trigger certificate_is_kept before delete on certificate begin delete from past; end;
create trigger certificate_is_fixed before update on certificate begin insert into past values (old.ended_by, new.ended_by); end;
create trigger certificate_event_is_kept before delete on certificate_event begin delete from past; end;
create trigger certificate_event_is_fixed before update on certificate_event begin insert into past values (old.ended_by, new.ended_by); end;

create trigger program_is_kept before delete on program begin delete from past; end;
create trigger program_is_fixed before update on program begin insert into past values (old.ended_by, new.ended_by); end;
create trigger program_case_identity_is_kept before delete on program_case_identity begin delete from past; end;
create trigger program_case_identity_is_fixed before update on program_case_identity begin insert into past values (0, 0); end;
create trigger program_case_is_kept before delete on program_case begin delete from past; end;
create trigger program_case_is_fixed before update on program_case begin insert into past values (old.ended_by, new.ended_by); end;
create trigger program_event_is_kept before delete on program_event begin delete from past; end;
create trigger program_event_is_fixed before update on program_event begin insert into past values (old.ended_by, new.ended_by); end;
create trigger patent_evidence_is_kept before delete on patent_evidence begin delete from past; end;
create trigger patent_evidence_is_fixed before update on patent_evidence begin insert into past values (old.ended_by, new.ended_by); end;
create trigger population_is_kept before delete on population begin delete from past; end;
create trigger population_is_fixed before update on population begin insert into past values (old.ended_by, new.ended_by); end;
create trigger stock_rule_is_kept before delete on stock_rule begin delete from past; end;
create trigger stock_rule_is_fixed before update on stock_rule begin insert into past values (old.ended_by, new.ended_by); end;
create trigger ipc_map_is_kept before delete on ipc_map begin delete from past; end;
create trigger ipc_map_is_fixed before update on ipc_map begin insert into past values (old.ended_by, new.ended_by); end;

-- Rollups, look-ups, indexes ----------------------------------------------------------------------

-- One row: how many filings and grants of the office's own district fall in a month, from the lines
-- in force; a month without any has no row. Kept in the transaction that writes the lines; verify
-- recounts it. What each column counts is said in src/domain/counting.rs.
create table monthly_total (
  month   integer primary key check (month % 100 between 0 and 12),  -- year * 100 + month; month 0: only the year is known
  invention_received           integer not null,  -- applications received
  utility_received             integer not null,
  design_received              integer not null,
  invention_fee_paid           integer not null,  -- of them: filing fee paid, or not known to be unpaid
  utility_fee_paid             integer not null,
  design_fee_paid              integer not null,
  invention_fee_unknown        integer not null,  -- of those: nobody stated a day of payment
  utility_fee_unknown          integer not null,
  design_fee_unknown           integer not null,
  invention_granted            integer not null,  -- grants announced
  utility_granted              integer not null,
  design_granted               integer not null,
  invention_district_assumed   integer not null,  -- filings of parties only assumed to sit in the district
  utility_district_assumed     integer not null,
  design_district_assumed      integer not null,
  invention_entry_day_unknown  integer not null,  -- national-phase entries counted by filing date
  utility_entry_day_unknown    integer not null,
  design_entry_day_unknown     integer not null,
  pct                          integer not null,  -- PCT filings at the receiving office
  check (min(invention_received, utility_received, design_received,
    invention_fee_paid, utility_fee_paid, design_fee_paid,
    invention_fee_unknown, utility_fee_unknown, design_fee_unknown,
    invention_granted, utility_granted, design_granted,
    invention_district_assumed, utility_district_assumed, design_district_assumed,
    invention_entry_day_unknown, utility_entry_day_unknown, design_entry_day_unknown,
    pct) >= 0)
) strict;

-- One row: from which day something of a loan stays unpaid if nothing more is paid; null: nothing is
-- owed. Kept in the transaction that changes the loan; verify replays it.
create table loan_standing (
  loan         integer primary key,
  unpaid_from  integer
) strict;

-- One row: some two thousand patents in force, from a number on: how their columns are written down, from which day to
-- which their statuses hold, and how many there are by year, kind and status. Kept when an entry is sealed; verify
-- recounts it. The bytes are described in src/ledger/patent_blocks.rs.
create table patent_block (
  first    integer primary key,  -- the number, without its check character, from which on patents are in the block
  patents  integer not null,
  head     blob    not null
) strict;

-- One row: a column of a block. place = column * 2^40 + first; a column that holds one value throughout has no row.
create table patent_column (
  place  integer primary key,
  data   blob not null
) strict;

-- One row: which two characters stand side by side in the titles of a block's patents. place = bucket * 2^40 + first; the
-- bytes are described in src/ledger/title_index.rs.
create table title_index (
  place  integer primary key,
  data   blob not null
) strict;

-- One row: names now and before of some parties in force, from a number on, a line each: number, blank, folded name.
create table party_names (
  first  integer primary key,
  names  text not null
) strict;

-- One row: a calendar day and how it is written. Only so that views read the same in every engine.
create table day (
  n     integer primary key,
  text  text not null
) strict;
insert into day (n, text)
  with recursive d(n) as (select 5479 union all select n + 1 from d where n < 40176)  -- 1985-01-01 to 2079-12-31
  select n, date(n * 86400, 'unixepoch') from d;

-- One row: three digits and what they add to the sum behind a check character (weights 2 to 9, again from 2),
-- by which three of an application number they are.
create table check_sum (
  n      integer primary key check (n between 0 and 999),
  sum_1  integer not null,
  sum_2  integer not null,
  sum_3  integer not null,
  sum_4  integer not null
) strict;
insert into check_sum (n, sum_1, sum_2, sum_3, sum_4)
  with recursive d(n, a, b, c) as (
    select 0, 0, 0, 0 union all
    select n + 1, (n + 1) / 100, (n + 1) / 10 % 10, (n + 1) % 10 from d where n < 999)
  select n, 2 * a + 3 * b + 4 * c, 5 * a + 6 * b + 7 * c, 8 * a + 9 * b + 2 * c, 3 * a + 4 * b + 5 * c from d;

-- One row: a small code of a column and its stable word.
create table code (
  col   text not null,
  n     integer not null,
  word  text not null,
  primary key (col, n)
) strict, without rowid;
insert into code (col, n, word) values
  ('loan_event', 0, 'disburse'), ('loan_event', 1, 'repay'), ('loan_event', 2, 'extend'), ('loan_event', 3, 'classify'),
  ('loan_event', 4, 'write_off'), ('loan_event', 5, 'refund'),
  ('kind', 1, 'invention'), ('kind', 2, 'utility'), ('kind', 3, 'design'),
  ('party_kind', 0, 'firm'), ('party_kind', 1, 'institution'), ('party_kind', 2, 'university'),
  ('party_kind', 3, 'person'), ('party_kind', 4, 'other'),
  ('size', 0, 'large'), ('size', 1, 'medium'), ('size', 2, 'small'), ('size', 3, 'micro'),
  ('status', 0, 'pending'), ('status', 1, 'published'), ('status', 2, 'examination'), ('status', 3, 'granted'),
  ('status', 4, 'in_force'), ('status', 5, 'lapsed'), ('status', 6, 'expired'), ('status', 7, 'abandoned'),
  ('status', 8, 'invalidated'), ('status', 9, 'partly_invalidated'), ('status', 10, 'withdrawn'),
  ('status', 11, 'deemed_withdrawn'), ('status', 12, 'rejected'), ('status', 13, 'transferred'), ('status', 14, 'ended');

-- Years and days need no index: figures come from the rollup, and a recount reads every line anyway.
create index patent_by_applicant   on patent (applicant);
-- Granted as stated, on a day nobody knows. No list behind `in`: SQLite would build it anew for every line brought in.
create index granted_undated       on patent (line)
  where grant_day is null and stated_status between 3 and 9 and stated_status <> 7;
create index co_owner_by_patent    on patent_co_owner (patent);
create index co_owner_by_party     on patent_co_owner (party);
create index event_by_patent       on patent_event (patent);
create index event_by_party        on patent_event (party) where party is not null;
create index party_by_uscc         on party_line (uscc);
create index party_by_name         on party_line (name_key);
create index party_by_spelling     on party_line (name) where ended_by is null;
create index party_by_business_no  on party_line (business_no)   where business_no is not null;
create index place_by_party        on party_place (party);
create index role_by_party         on party_role (party);
create index mark_by_party         on party_mark (party);
create index pledge_by_number      on pledge (registration_no);
create index pledged_patent        on pledge_patent (patent);
create index patent_of_pledge      on pledge_patent (pledge);
create index pledgor_of_pledge     on pledge_pledgor (pledge);
create index event_of_pledge       on pledge_event (pledge);
create index loan_by_number        on loan (loan_no);
create index pledge_of_loan        on loan_pledge (loan);
create index loan_of_pledge        on loan_pledge (pledge);
create index enrolment_in_scheme   on loan_enrolment (scheme);
create index loan_by_unpaid_day    on loan_standing (unpaid_from) where unpaid_from is not null;
create index pct_by_number         on pct (pct_no);
create index pct_by_applicant      on pct (applicant);
create index figure_of_publication on published_figure (publication);
create index pledge_by_pledgee     on pledge (pledgee);
create index loan_by_bank          on loan (bank);
create index loan_by_borrower      on loan (borrower);
create index claim_of_loan         on claim (loan);
create index document_of_claim     on claim_document (claim);
create index line_of               on reconciliation_line (reconciliation);
create index unread_of             on reconciliation_unread (reconciliation);
create index listed_in             on reconciliation_listed (reconciliation);
create index item_of               on reconciliation_item (reconciliation);
create index loan_of_item          on reconciliation_item_loan (reconciliation, item);
create index difference_of_item    on reconciliation_difference (reconciliation, item);
create index certificate_by_number on certificate (certificate_no);
create index certificate_of_party  on certificate (party);
create index case_of_party         on program_case (party);

-- Of what people call by a number, one line is in force.
create unique index party_in_force  on party_line (uscc)          where ended_by is null;
create unique index pct_in_force    on pct (pct_no)               where ended_by is null;
create unique index pledge_in_force on pledge (registration_no)   where ended_by is null;
create unique index loan_in_force   on loan (loan_no)             where ended_by is null;
create unique index enrolment_in_force on loan_enrolment (loan, scheme) where ended_by is null;
create unique index locality_in_force on locality (name)         where ended_by is null;
create unique index claim_in_force  on claim (claim_no)           where ended_by is null;
create unique index plan_in_force   on plan (plan)                where ended_by is null;
create unique index case_in_force   on program_case (program, party, batch_year) where ended_by is null;
create unique index certificate_in_force on certificate (certificate_no) where ended_by is null;
create unique index evidence_in_force on patent_evidence (patent, class, name, number) where ended_by is null;
create unique index population_in_force on population (region, day, kind) where ended_by is null;
create unique index ipc_map_in_force on ipc_map (map) where ended_by is null;

-- Views for people and other programs: readable dates and full numbers, lines in force. They use only
-- what sqlite3, DuckDB and ClickHouse read alike (no integer division, printf, date, iif).

-- One row: the application number of a patent line, as written with its check character (ZC 0006-2003).
create view application_no as
  select n.line, n.digits,
         n.digits || '.' || substr('0123456789X', 1 + (a.sum_1 + b.sum_2 + c.sum_3 + d.sum_4) % 11, 1) as application_no
  from (select line,
               case when line >= 100000000000 then substr(cast(line as text), 1, length(cast(line as text)) - 3)
                    else substr('00000000' || substr(cast(line as text), 1, length(cast(line as text)) - 3), -8) end as digits
        from patent) n
  join check_sum a on a.n = cast(substr(n.digits, 1, 3) as bigint)
  join check_sum b on b.n = cast(substr(n.digits, 4, 3) as bigint)
  join check_sum c on c.n = cast(substr(n.digits || '0000', 7, 3) as bigint)
  join check_sum d on d.n = cast(substr(n.digits || '0000', 10, 3) as bigint);

-- One row: a party in force, with the place it belongs to last.
create view parties as
  select l.party_no as party, l.name, l.uscc, k.word as kind, l.industry, s.word as size, l.former_names, l.business_no, l.brought_by
  from (select cast((line - line % 1000) / 1000 as bigint) as party_no, * from party_line where ended_by is null) l
  join code k on k.col = 'party_kind' and k.n = l.kind
  left join code s on s.col = 'size' and s.n = l.size;

-- One row: a stay of a party in a district.
create view party_places as
  select p.party, l.name, p.region, p.street, p.park, f.text as since, u.text as until, p.assumed, p.brought_by
  from party_place p
  left join party_line l on l.ended_by is null and l.line >= p.party * 1000 and l.line < p.party * 1000 + 1000
  left join day f on f.n = p.since_day
  left join day u on u.n = p.until_day
  where p.ended_by is null;

-- One row: a patent in force.
create view patents as
  select a.application_no, k.word as kind, p.title, f.text as filing_date, r.text as received_date,
         e.text as entry_date, pub.text as publication_date, p.publication_no, g.text as grant_date, p.grant_no,
         p.applicant as applicant_party, l.name as applicant, l.uscc as applicant_uscc, p.ipc, s.word as stated_status,
         case when p.filing_fee is null then 'unknown' when p.filing_fee = 0 then 'unpaid' else 'paid' end as filing_fee,
         p.divisional, p.pct_no, p.brought_by, p.source_row
  from patent p
  join application_no a on a.line = p.line
  join code k on k.col = 'kind' and k.n = p.kind
  left join code s on s.col = 'status' and s.n = p.stated_status
  left join party_line l on l.ended_by is null and l.line >= p.applicant * 1000 and l.line < p.applicant * 1000 + 1000
  left join day f on f.n = p.filing_day
  left join day r on r.n = p.received_day
  left join day e on e.n = p.entry_day
  left join day pub on pub.n = p.publication_day
  left join day g on g.n = p.grant_day
  where p.ended_by is null;

-- One row: an event of a patent in force.
create view patent_events as
  select e.patent as patent_digits, e.event, d.text as day, e.party, e.detail, e.document, e.brought_by
  from patent_event e left join day d on d.n = e.day
  where e.ended_by is null;

-- One row: a PCT filing in force.
create view pct_filings as
  select p.pct_no, d.text as filing_date, p.title, p.applicant as applicant_party, l.name as applicant,
         p.priority_no, q.text as priority_date, p.publication_no, p.brought_by
  from pct p
  left join party_line l on l.ended_by is null and l.line >= p.applicant * 1000 and l.line < p.applicant * 1000 + 1000
  left join day d on d.n = p.filing_day
  left join day q on q.n = p.priority_day
  where p.ended_by is null;

-- One row: a pledge in force in the ledger, by its terms on the day of registration; yuan.
create view pledges as
  select p.registration_no, r.text as registered_on, a.text as applied_on, p.pledgee as pledgee_party, l.name as pledgee,
         p.contract_no, p.debt_kind, cast(cast((p.secured_fen - p.secured_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + p.secured_fen % 100 as text), 2) as secured_yuan, f.text as debt_from, u.text as debt_to,
         p.scope, p.brought_by, p.source_row
  from pledge p
  left join party_line l on l.ended_by is null and l.line >= p.pledgee * 1000 and l.line < p.pledgee * 1000 + 1000
  left join day r on r.n = p.registered_day
  left join day a on a.n = p.applied_day
  left join day f on f.n = p.debt_from_day
  left join day u on u.n = p.debt_to_day
  where p.ended_by is null;

-- One row: a loan in force in the ledger; yuan.
create view loans as
  select n.loan_no, n.contract_no, n.bank as bank_party, b.name as bank, n.borrower as borrower_party, w.name as borrower,
         cast(cast((n.limit_fen - n.limit_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + n.limit_fen % 100 as text), 2) as contract_yuan, u.text as due_on, n.rate, n.brought_by, n.source_row
  from loan n
  left join party_line b on b.ended_by is null and b.line >= n.bank * 1000 and b.line < n.bank * 1000 + 1000
  left join party_line w on w.ended_by is null and w.line >= n.borrower * 1000 and w.line < n.borrower * 1000 + 1000
  left join day u on u.n = n.due_day
  where n.ended_by is null;

-- One row: something that happened to a loan; yuan.
create view loan_events as
  select n.loan_no, k.word as event, d.text as day, cast(cast((e.amount_fen - e.amount_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + e.amount_fen % 100 as text), 2) as amount_yuan, u.text as new_due, e.rate, e.reference, e.brought_by
  from loan_event e
  join loan n on n.ended_by is null and (n.line - n.line % 1000) * 100 = e.line - e.line % 100000
  join code k on k.col = 'loan_event' and k.n = e.event
  left join day d on d.n = e.day
  left join day u on u.n = e.new_due_day
  where e.ended_by is null;

-- One row: a claim in force in the ledger, as filed; yuan.
create view claims as
  select c.claim_no, n.loan_no, s.scheme, f.text as filed_on, b.text as bad_since,
         cast(cast((c.principal_fen - c.principal_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + c.principal_fen % 100 as text), 2) as principal_yuan,
         c.tags, c.brought_by
  from claim c
  join scheme s on s.line = c.scheme
  join loan n on n.ended_by is null and n.line >= c.loan * 1000 and n.line < c.loan * 1000 + 1000
  left join day f on f.n = c.filed_day
  left join day b on b.n = c.bad_day
  where c.ended_by is null;

-- One row: what was decided of a claim, paid on it or came back; yuan.
create view claim_events as
  select c.claim_no, e.event, d.text as day, e.payer,
         cast(cast((e.amount_fen - e.amount_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + e.amount_fen % 100 as text), 2) as amount_yuan,
         e.brought_by
  from claim_event e
  join claim c on c.ended_by is null and (c.line - c.line % 1000) * 100 = e.line - e.line % 100000
  left join day d on d.n = e.day
  where e.ended_by is null;

-- One row: money into or out of a fund that no claim moved; yuan.
create view fund_events as
  select e.fund, e.event, d.text as day,
         cast(cast((e.amount_fen - e.amount_fen % 100) / 100 as bigint) as text) || '.' || substr(cast(100 + e.amount_fen % 100 as text), 2) as amount_yuan,
         e.funder, e.reference, e.brought_by
  from fund_event e left join day d on d.n = e.day
  where e.ended_by is null;

-- One row: a plan in force.
create view plans as
  select p.plan, p.title, p.source, p.year_from, p.year_to, p.brought_by
  from plan p
  where p.ended_by is null;
-- One row: a case in force in the ledger, with its last step.
create view program_cases as
  select c.program || '-' || cast(c.batch_year as text) || '-' || cast(c.party as text) as case_no,
         c.program, c.batch_year as batch, c.party, l.name as organisation, c.name_then,
         a.text as applied_on, r.text as recognised_on, e.event as last_step, d.text as last_step_on, c.filed_by,
         c.brought_by, c.source_row
  from program_case c
  left join party_line l on l.ended_by is null and l.line >= c.party * 1000 and l.line < c.party * 1000 + 1000
  left join (select line - line % 100000 as first, min(n) as n_first, max(n) as n_last from program_event
             where ended_by is null group by line - line % 100000) s on s.first = (c.line - c.line % 1000) * 100
  left join program_event e on e.ended_by is null and e.line - e.line % 100000 = s.first and e.n = s.n_last
  left join program_event f on f.ended_by is null and f.line - f.line % 100000 = s.first and f.n = s.n_first and f.event = 'apply'
  left join (select line - line % 100000 as first, max(day) as day from program_event
             where ended_by is null and event = 'recognise' group by line - line % 100000) g on g.first = s.first
  left join day a on a.n = f.day
  left join day r on r.n = g.day
  left join day d on d.n = e.day
  where c.ended_by is null;

-- One row: a step of a case.
create view program_events as
  select c.program || '-' || cast(c.batch_year as text) || '-' || cast(c.party as text) as case_no,
         e.n as step, e.event, d.text as day, u.text as until, e.document, e.score, e.decided_by, e.detail, e.brought_by
  from program_event e
  join program_case c on c.ended_by is null and (c.line - c.line % 1000) * 100 = e.line - e.line % 100000
  left join day d on d.n = e.day
  left join day u on u.n = e.until_day
  where e.ended_by is null;

-- One row: a certificate in force in the ledger, as first issued.
create view certificates as
  select c.certificate_no, c.standard, c.party, l.name as organisation, c.certified_by, c.scope, c.district,
         f.text as first_issued_on, i.text as issued_on, x.text as expires_on, c.brought_by, c.source_row
  from certificate c
  left join party_line l on l.ended_by is null and l.line >= c.party * 1000 and l.line < c.party * 1000 + 1000
  left join day f on f.n = c.first_issue_day
  left join day i on i.n = c.issue_day
  left join day x on x.n = c.expiry_day
  where c.ended_by is null;

-- One row: what became of a certificate.
create view certificate_events as
  select c.certificate_no, e.event, d.text as day, x.text as expires_on, e.standard, e.document, e.brought_by
  from certificate_event e
  join certificate c on c.ended_by is null and (c.line - c.line % 1000) * 100 = e.line - e.line % 100000
  left join day d on d.n = e.day
  left join day x on x.n = e.expiry_day
  where e.ended_by is null;

-- One row: what speaks for an invention being of high value, in force in the ledger.
create view patent_evidences as
  select v.patent as patent_digits, v.class, v.name, v.number, d.text as since, v.year, v.document, v.brought_by, v.source_row
  from patent_evidence v left join day d on d.n = v.since_day
  where v.ended_by is null;

-- One row: how many people a region had on a day.
create view populations as
  select p.region, d.text as day, p.kind, p.persons, p.source, p.brought_by, p.source_row
  from population p left join day d on d.n = p.day
  where p.ended_by is null;

-- One row: a goal in force.
create view targets as
  select t.plan, t.category, t.indicator, t.name, t.goal, t.unit, f.text as period_from, u.text as period_to, t.measure,
         t.baseline, t.baseline_year, t.reported_by, t.paragraph, t.brought_by
  from target t join day f on f.n = t.period_from join day u on u.n = t.period_to
  where t.ended_by is null;

-- One row: a value another office reported.
create view reported_values as
  select v.indicator, v.value, d.text as day, v.source, v.brought_by
  from reported_value v left join day d on d.n = v.day
  where v.ended_by is null;

-- One row: a line or loan of a reconciliation in force that did not agree by itself, and a field in which it differs.
create view reconciliation_differences as
  select i.reconciliation, i.item, i.statement_row, n.loan_no, i.status, d.field, d.bank, d.ledger, d.cause, i.brought_by
  from reconciliation_item i
  left join reconciliation_item_loan l on l.ended_by is null and l.reconciliation = i.reconciliation and l.item = i.item
  left join loan n on n.ended_by is null and n.line >= l.loan * 1000 and n.line < l.loan * 1000 + 1000
  left join reconciliation_difference d on d.ended_by is null and d.reconciliation = i.reconciliation and d.item = i.item
  where i.ended_by is null;

-- One row: a publication in force.
create view publications as
  select p.number, p.year, p.quarter, d.text as as_of, p.known_at, p.files, p.brought_by
  from publication p join day d on d.n = p.as_of_day
  where p.ended_by is null;

-- One row: a published figure in force; money in fen.
create view published_figures as
  select f.publication, f.indicator, a.text as period_from, b.text as period_to, f.grouping, f.member, f.value, f.series, f.flags, f.brought_by
  from published_figure f join day a on a.n = f.period_from join day b on b.n = f.period_to
  where f.ended_by is null;

-- One row: an entry, without its hashes.
create view entries as
  select e.entry, e.recorded_by, e.action, e.reason, e.source_name, e.voids, s.lines_brought, s.lines_ended
  from entry e join seal s on s.entry = e.entry;
