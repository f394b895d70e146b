//! The sentences commands say.

crate::texts! {
    /// A flag that wants a date.
    flag_date(flag, value) { zh: "{flag} 的值“{value}”不是日期", en: "{flag}: \"{value}\" is not a date" }
    /// A file of a kind nothing is written in.
    form_unknown(form) { zh: "不能写成 .{form} 文件", en: "cannot write a .{form} file" }
    /// Something that could not be written.
    output_failed(error) { zh: "结果无法写出：{error}", en: "the result could not be written: {error}" }
    recorded_all_the_same(entry) { zh: "条目{entry}已登记在账上，没有丢失。", en: "Entry {entry} is recorded all the same." }
    output_exists(path) { zh: "{path} 已存在，未覆盖", en: "{path} already exists and was not overwritten" }
    output_exists_hint { zh: "换一个文件名，或加 --force 覆盖。", en: "Give another name, or add --force to overwrite it." }
    output_is_ledger_hint { zh: "这是账本本身，任何结果都不会写进去：换一个文件名。", en: "This is the ledger itself, which no result is ever written over: give another name." }
    ask_overwrite(path) { zh: "{path} 已存在。覆盖？[y/N] ", en: "{path} already exists. Overwrite it? [y/N] " }
    ask_overwrite_explained { zh: "y 用新的结果换掉这个文件，原内容不保留；N 什么也不做。", en: "y replaces the file with the new result, and what it holds is gone; N does nothing." }
    would_be_in_the_way(path) { zh: "{path} 已存在：届时要加 --force", en: "{path} already exists: --force would be needed" }
    open_to_others(path, rights) {
        zh: "本机其他账户也能读写 {path}（权限{rights}）；不是有意如此的，运行 chmod 600 {path}。只提示这一次。",
        en: "other accounts of this computer can read or write {path} (mode {rights}); unless that is meant, run `chmod 600 {path}`. This is told once.",
    }
    backup_proved(path, anchor) { zh: "备份 {path} 已恢复到临时文件核验，与账本一致。锚点：{anchor}", en: "Backup {path} was restored to a temporary file, verified, and equals the ledger. Anchor: {anchor}" }
    backup_where { zh: "没有说备份到哪里", en: "where to is not said" }
    backup_where_hint { zh: "ipledger backup 文件，或 ipledger backup --to 文件夹。", en: "`ipledger backup FILE`, or `ipledger backup --to FOLDER`." }
    backup_was_there { zh: "账本自那次备份后没有变化，未另作一份。", en: "The ledger has not changed since that backup; no second one was made." }
    backups_thinned(kept, removed) { zh: "留下{kept}份备份，删去{removed}份较早的。", en: "{kept} {kept_word} kept, {removed} older {removed_word} removed.", kept_word: kept "backup" | "backups", removed_word: removed "one" | "ones" }
    backup_stranger(path) { zh: "{path} 不是本账本的备份（或已损坏），未删", en: "{path} is not a backup of this ledger (or is damaged) and was not removed" }
    folder_word { zh: "文件夹", en: "FOLDER" }
    keep_unreadable(text) { zh: "--keep {text} 看不懂", en: "--keep {text} cannot be read" }
    keep_hint { zh: "写成 7d,5w,12m：每天一份留7天，每周一份留5周，每月一份留12个月。", en: "Write 7d,5w,12m: one a day for 7 days, one a week for 5 weeks, one a month for 12 months." }
    ask_restore(n, path) { zh: "现在的账本比备份多{n}个条目，恢复后账上就没有了（现账本另存为 {path}）。仍要恢复？[y/N] ", en: "The present ledger has {n} {word} the backup lacks; restored, they are gone (the present file is kept as {path}). Restore anyway? [y/N] ", word: n "entry" | "entries" }
    ask_restore_explained { zh: "y 用备份换下现在的账本；N 什么也不做。", en: "y puts the backup in the ledger's place; N does nothing." }
    entry_line(entry, when, by, action) { zh: "条目{entry} {when} {by} {action}", en: "entry {entry} {when} {by} {action}" }
    redone(entry, void) { zh: "条目{void}（撤销条目{entry}）已作废，其内容重新有效。", en: "Entry {void}, which had taken back entry {entry}, was voided: it stands again." }
    nothing_to_redo { zh: "没有可重做的撤销（撤销之后又登记了新的，就不能重做）", en: "there is no undo to redo (none is left once something new has been recorded)" }
    scheme_example(principal, interest, costs) {
        zh: "试算：本金{principal}元，利息{interest}元，费用{costs}元",
        en: "Example: principal {principal} yuan, interest {interest} yuan, costs {costs} yuan",
    }
    whole_base { zh: "全部损失", en: "the whole loss" }
    of_portfolio(from, to) { zh: "银行贷款余额的{from}至{to}", en: "{from} to {to} of the bank's portfolio" }
    of_case(from, to) { zh: "单笔{from}元至{to}元", en: "{from} to {to} yuan of each claim" }
    bears(payer, amount) { zh: "{payer}承担{amount}元", en: "{payer} bears {amount} yuan" }
    loss_in_all(loss, base) { zh: "损失合计{loss}元，其中按办法分担{base}元", en: "Total loss {loss} yuan, of which {base} yuan is shared under the scheme" }
    claim_filed(number, amount) { zh: "补偿申请{number}，财政拟承担{amount}元，待另一人审批", en: "Claim {number}: public funds would bear {amount} yuan; it awaits a decision by a second person" }
    claim_now(number, state) { zh: "补偿申请{number}：{state}", en: "Claim {number}: {state}" }
    replay_differs(entry) { zh: "条目{entry}的决定与按其依据重算不一致", en: "the decision in entry {entry} does not match a recalculation from its facts" }
    decided_on(day, by) { zh: "{day} {by} 决定的计算过程", en: "Calculation behind the decision of {day} by {by}" }
    fund_statement(fund, to) { zh: "{fund}收支明细（截至{to}）", en: "Statement of {fund} to {to}" }
    oversight_note {
        zh: "只计在办法下备案的贷款；不良损失为其已决定申请按办法口径的损失，不良率自始累计；补偿为当年已付；熔断只停新增放贷。",
        en: "Only loans enrolled in the scheme count. Bad is the loss base of decided claims, and its ratio is cumulative; compensated is what was paid in the year; a breaker stops new lending only.",
    }
    due_back(claim, amount) {
        zh: "补偿申请{claim}已付款：本次还款中应返还{amount}元，用 ipledger claim recover {claim} 金额 登记。",
        en: "claim {claim} has been paid: {amount} yuan of this payment must be returned; record it with `ipledger claim recover {claim} AMOUNT`.",
    }
    to_settle(claim) {
        zh: "补偿申请{claim}已前补偿：按现在所欠清算，用 ipledger claim settle {claim}。",
        en: "claim {claim} was paid in advance: settle it at what is owed now with `ipledger claim settle {claim}`.",
    }
    steps_proposed { zh: "拟分担的计算过程", en: "Calculation of the proposed shares" }
    rate_kept(loan, day, rate) { zh: "贷款{loan}到期后没有{day}起的LPR，沿用年利率{rate}", en: "loan {loan} is past maturity and no LPR is known from {day} on: its last rate, {rate}, is kept" }
    claim_not_enrolled(claim, scheme, base) {
        zh: "补偿申请{claim}（{base}元）的贷款未在{scheme}备案，不良率未计入：用 ipledger loan enrol 登记备案。",
        en: "claim {claim} ({base} yuan) is on a loan that is not enrolled in {scheme} and counts in no ratio: enrol it with `ipledger loan enrol`.",
    }
    simulated(fund, paths, loans, seed) {
        zh: "{fund}今后各年末余额：{paths}种情形，在贷{loans}笔，种子{seed}",
        en: "{fund} at the end of each coming year: {paths} {path_word}, {loans} {loan_word} outstanding, seed {seed}", path_word: paths "scenario" | "scenarios",
        loan_word: loans "loan" | "loans",
    }
    key_made { zh: "已新建签名密钥：请妥善保管，谁拿到它就能以本单位名义签名。", en: "A signing key was created. Keep it safe: whoever holds it can sign in the office's name." }
    public_key(key) { zh: "公钥：{key}", en: "Public key: {key}" }
    bundle_holds(office, bank, day, loans, pledges, claims) {
        zh: "签名有效：{office}给{bank}的数据，截至{day}：贷款{loans}笔，质押{pledges}项，补偿申请{claims}件",
        en: "Signature valid: {office} to {bank}, as of {day}: {loans} {loan_word}, {pledges} {pledge_word}, {claims} {claim_word}",
        loan_word: loans "loan" | "loans",
        pledge_word: pledges "pledge" | "pledges",
        claim_word: claims "claim" | "claims",
    }
    bundle_key_unchecked { zh: "没有给出 --public-key：只知道内容未被改动，不知道是谁签的", en: "no --public-key was given: the content is as it was signed, but who signed it is not known" }
    reconcile_counts(lines, agreed, differing, open, only_bank, only_ledger) {
        zh: "{lines}行：一致{agreed}，有差异{differing}，待确认{open}，仅银行有{only_bank}；仅账本有{only_ledger}笔",
        en: "{lines} {rows}: {agreed} agreed, {differing} differing, {open} undecided, {only_bank} only at the bank; {only_ledger} {loan_word} only in the ledger",
        rows: lines "row" | "rows",
        loan_word: only_ledger "loan" | "loans",
    }
    reconcile_title(bank, day) { zh: "{bank}对账（截至{day}）", en: "{bank}, reconciled as of {day}" }
    statement_day(day) { zh: "清单写明截至{day}，按这一天核对", en: "The list says it stands as of {day}: compared as of that day" }
    statement_of_another_day(day, asked) { zh: "清单写明截至{day}，这里按{asked}核对", en: "The list says it stands as of {day}; it was compared as of {asked}" }
    statement_row(row) { zh: "第{row}行", en: "row {row}" }
    finding_how(place, status, how) { zh: "{place}  {status}（{how}）", en: "{place}  {status} ({how})" }
    finding_difference(field, bank, ledger) { zh: "    {field}：银行 {bank}，账本 {ledger}", en: "    {field}: bank {bank}, ledger {ledger}" }
    finding_reason(reason) { zh: "    原因：{reason}", en: "    Why: {reason}" }
    finding_proposal(what) { zh: "    建议：{what}", en: "    Proposed: {what}" }
    finding_decide(number, rows) { zh: "    请指定：ipledger reconcile decide {number} {rows} 借据号", en: "    To be decided: ipledger reconcile decide {number} {rows} LOAN" }
    reconcile_hidden(n) {
        zh: "另有{n}项上次已发现，未再列出；全部见 ipledger reconcile show。",
        en: "{n} more were already found last time and are not listed again; `ipledger reconcile show` lists them all.",
    }
    reconcile_more(n) { zh: "另有{n}项未列出；全部见 -o 对账结果.xlsx。", en: "{n} more are not listed; the answer (-o answer.xlsx) has them all." }
    reconcile_known(number) { zh: "与对账{number}结果相同，未再登记。", en: "Same result as reconciliation {number}: nothing was recorded." }
    reconcile_recorded(number) { zh: "已登记为对账{number}。", en: "Recorded as reconciliation {number}." }
    bridge_ours(amount) { zh: "账本 {amount}", en: "ledger {amount}" }
    bridge_theirs(amount) { zh: " = 银行 {amount}", en: " = bank {amount}" }
    bridge_rest(amount) { zh: "  未查明 {amount}", en: "  unexplained {amount}" }
    bridge_title(what) { zh: "差额构成：{what}", en: "From our total to the bank's: {what}" }
    bridge_ledger { zh: "账本合计", en: "Our total" }
    bridge_bank { zh: "银行合计", en: "The bank's total" }
    bridge_remainder { zh: "未查明余额", en: "Unexplained remainder" }
    loans_vanished(loans) { zh: "上次在清单上、这次不在、账本仍未结清：{loans}", en: "Listed last time, not listed now, and not settled in the ledger: {loans}" }
    loans_appeared(loans) { zh: "上次不在清单上、这次出现、早已放款：{loans}", en: "Not listed last time although already lent, and listed now: {loans}" }
    line_repeats { zh: "与前面一行重复", en: "repeats an earlier row" }
    ours(title) { zh: "台账：{title}", en: "Ledger: {title}" }
    row_names_no_loan(row) { zh: "第{row}行没有任何可识别贷款的内容，也没有金额，未参与对账", en: "row {row} identifies no loan and states no amount; it was left out" }
    row_not_read(row) { zh: "第{row}行无法识别，金额不明", en: "row {row} could not be read: its amount is not known" }
    line_names_nobody { zh: "看不出是谁的贷款", en: "nothing shows whose loan it is" }
    cell_not_read(field, value) { zh: "{field}“{value}”无法识别", en: "{field} \"{value}\" cannot be read" }
    balance_missing {
        zh: "清单没有可读的余额：没有一行算一致，也不能确认。余额列未认出时用 --map balance=列名。",
        en: "No balance in the list can be read: no row counts as agreed, and the balance cannot be signed. If its column was not recognised, name it with --map balance=HEADER.",
    }
    balance_missing_in(n, first) {
        zh: "{n}行没有可读的余额（首见第{first}行）：这些行不算一致，补齐前不能确认。",
        en: "{n} {rows} without a readable balance (first: row {first}): not counted as agreed; the balance cannot be signed until they are filled in.",
        rows: n "row" | "rows",
    }
    reconcile_without_balance(n) { zh: "另有{n}项只缺余额、其余相符，未逐项列出。", en: "{n} more agree except that their balance is missing; they are not listed." }
    accepted_before(row, loan, what, entry) { zh: "第{row}行 {loan} {what}（条目{entry}）", en: "row {row}, {loan}: {what} (entry {entry})" }
    agreed_not_listed(n, number) {
        zh: "另有{n}行一致，未列出；全部见 ipledger reconcile show {number} --all。",
        en: "{n} agreed {rows} not listed; `ipledger reconcile show {number} --all` lists them all.",
        rows: n "row" | "rows",
    }
    signed(side, signer, day, balance) { zh: "{side}{signer}于{day}确认余额{balance}元。", en: "{side}, {signer}: balance of {balance} yuan confirmed on {day}." }
    sign_remainder(remainder) { zh: "还有{remainder}元未查明，不能确认", en: "{remainder} yuan are unexplained; the balance cannot be signed" }
    sign_remainder_hint(number) { zh: "先查明差异：ipledger reconcile show {number}。", en: "Explain the differences first: `ipledger reconcile show {number}`." }
    nothing_found(noun, of, words, places) { zh: "{noun}共{of}条，没有一条含有“{words}”（已查{places}）。", en: "None of {of} ({noun}) contains \"{words}\"; searched: {places}." }
    loan_left_out(loan, problem) { zh: "贷款{loan}无法计算，未计入合计：{problem}", en: "loan {loan} cannot be calculated and is left out of the totals: {problem}" }
    loan_not_worked_out(problem) { zh: "余额无法计算：{problem}", en: "The balance cannot be calculated: {problem}" }
    and_former_names(titles) { zh: "{titles}，含曾用名", en: "{titles}, including former names" }
    of_loan(loan, problem) { zh: "贷款{loan}：{problem}", en: "loan {loan}: {problem}" }
    simulated_without(loans) { zh: "{loans}笔贷款不在方案保障范围内，未计入。", en: "{loans} {loan_word} not covered by the scheme and left out.", loan_word: loans "loan" | "loans" }
    simulated_amount_missing { zh: "新增贷款须写明每笔金额（--new-amount）", en: "new loans need an amount each (--new-amount)" }
    simulated_note {
        zh: "各贷款每年独立违约，至多一次；条形为中位数；公式期望在未触及上限、资金足额时成立。",
        en: "Loans default independently, at most once each; bars show the median; the formula holds while no cap is reached and the pool can pay in full.",
    }
    fund_new(fund) { zh: "“{fund}”是新的资金，尚无办法由它支付；名称有误时用 undo 撤回", en: "\"{fund}\" is a new fund from which no scheme is paid; if the name is wrong, take it back with `undo`" }
    fund_low(fund, available) { zh: "资金“{fund}”可用余额只剩{available}元", en: "fund \"{fund}\" has only {available} yuan left to commit" }
    breaker_line(scheme, bank, state) { zh: "办法{scheme}，{bank}：{state}", en: "scheme {scheme}, {bank}: {state}" }
    parties_more(n) { zh: "另有 {n} 处主体名称或代码不一致", en: "{n} more {differences} in names or codes", differences: n "difference" | "differences" }
    finance_title(district) { zh: "{district}质押融资统计", en: "{district}: pledge financing" }
    finance_note {
        zh: "担保债权额不是放款额；未还本金和逾期为各期末数，逾期本金是逾期贷款的全部未还本金；天数为平均自然日。",
        en: "The secured amount is not the amount lent. Outstanding and overdue are as of each period's end; overdue principal is all the principal an overdue loan still owes; days are average calendar days.",
    }
    alerts_line(n) { zh: "质押预警 {n} 条：ipledger pledge list --alerts", en: "{n} pledge {alerts}: ipledger pledge list --alerts", alerts: n "alert" | "alerts" }
    longest_first(n) { zh: "只列逾期最久的 {n} 笔；全部用 --json、--csv 或 -o 文件", en: "The {n} longest overdue; for all of them use --json, --csv or -o FILE" }
    checked_under(regime) { zh: "质押登记核对（{regime}）", en: "Pledge check ({regime})" }
    rule_hint { zh: "消除该情形后再登记。", en: "Remove the obstacle, then record it again." }
    taken_back(entry) { zh: "作废条目{entry}将涉及", en: "Voiding entry {entry} would affect" }
    parties_kept(n) {
        zh: "另有{n}个主体被其他登记引用：名称、所在地和角色保留，随该条目登记的资质退回。",
        en: "{n} {parties} named by other records: name, place and roles stay, certifications of the entry go.",
        parties: n "party" | "parties",
    }
    ask_void(entry) { zh: "作废条目{entry}吗？[y/N] ", en: "Void entry {entry}? [y/N] " }
    thing_done(thing, act) { zh: "{thing}：{act}", en: "{thing}: {act}" }
    balance_on(loan, day) { zh: "贷款 {loan} {day} 日终余额", en: "Loan {loan}, balance at close of {day}" }
    filed_and_today(filed, day) { zh: "填报时（{filed}）与今日（{day}）", en: "When filed ({filed}) and on {day}" }
    share_of(payer) { zh: "{payer}承担（元）", en: "{payer} bears (yuan)" }
    fund_of(fund) { zh: "{fund}余额（元）", en: "{fund} holds (yuan)" }
    fund_holds(fund, amount) { zh: "{fund}现有{amount}元", en: "{fund} holds {amount} yuan" }
    public_bears(amount) { zh: "其中公共资金承担{amount}元", en: "Of this, public funds bear {amount} yuan" }
    against_row(row, sentence) { zh: "第{row}行：{sentence}", en: "row {row}: {sentence}" }
    against_more(n) { zh: "另有{n}条登记理由不符，见 pledge list --alerts", en: "{n} more {grounds} against registration: see `pledge list --alerts`", grounds: n "ground" | "grounds" }
    not_at_known_at { zh: "登记总是以当前的账本为准，不能与 --known-at 同用", en: "recording always builds on the current ledger and cannot be combined with --known-at" }
    a_further_mark { zh: "如是再次申报、认定或认证，用 ipledger program apply 或 certificate add 登记。", en: " If this is a further application, recognition or certification, record it with `ipledger program apply` or `certificate add`." }
    answer_yes_or_no { zh: "请答 y（是）或 n（否），直接回车为否。", en: "Answer y (yes) or n (no); Enter alone means no." }
    log_more(n) { zh: "另有{n}项，逐项见 --json 或 -o 文件", en: "{n} more: see --json or -o FILE" }
    overdue_longest(loans, days) { zh: "{loans}，最长{days}天", en: "{loans}, up to {days} {day_word}", day_word: days "day" | "days" }
    claim_named(claim, days) { zh: "{claim}（已等{days}天）", en: "{claim} (waiting {days} {day_word})", day_word: days "day" | "days" }
    targets_in_brief(all, met, behind, unknown) {
        zh: "规划目标 {all} 项：已完成 {met}，落后于时序 {behind}，尚无数值 {unknown}（见 target status）",
        en: "{all} plan {targets}: {met} met, {behind} behind schedule, {unknown} without a value (see target status)",
        targets: all "target" | "targets",
    }
    and_others(first, n) { zh: "{first}等，共{n}项", en: "{first} and others, {n} in all" }
    ask_record { zh: "仍要登记吗？[y/N] ", en: "Record it anyway? [y/N] " }
    not_recorded { zh: "未登记，账本未变。", en: "Not recorded; the ledger is unchanged." }
    overpaid(amount) { zh: "多还{amount}元，已留存，可用 loan refund 退还", en: "{amount} yuan more than owed: kept; return it with `loan refund`" }
    over_extended { zh: "展期超过贷款通则第12条的限度", en: "the extension exceeds the limit in article 12 of the General Rules on Loans" }
    pledge_needs_change(number, due) { zh: "质押{number}的债务期限早于{due}，需办理变更登记", en: "the debt term of pledge {number} ends before {due}: register a change" }
    class_too_good(stated, least, days) { zh: "银行分类{stated}，按逾期{days}天至少应为{least}", en: "the bank says {stated}; {days} {day_word} overdue {require} at least {least}", day_word: days "day" | "days", require: days "requires" | "require" }
    explain_note {
        zh: "首日计、末日不计；利息＝基数×年利率×天数÷360，每期末四舍五入到分。",
        en: "First day counted, last day not; interest = base x annual rate x days / 360, rounded to the fen at the end of each period.",
    }
    hint(hint) { zh: "提示：{hint}", en: "hint: {hint}" }
    warning(what) { zh: "注意：{what}", en: "warning: {what}" }
    /// What the workbook of refused rows is called, and its sheet.
    refused_name { zh: "拒收", en: "refused" }
    /// What the sheet of an answer to a bank is called.
    answer_name { zh: "对账", en: "answer" }
    /// In the books, above what every account comes to.
    balance_at_quarter_end { zh: "季末余额", en: "balance at the quarter's end" }
    settings_title { zh: "读取方式", en: "How it was read" }
    outcome_title { zh: "结果", en: "Outcome" }
    row_no(row) { zh: "第{row}行", en: "row {row}" }
    founded(path) { zh: "已建账：{path}", en: "Ledger created: {path}" }
    founded_next { zh: "下一步：ipledger party import 企业名录.xlsx，再 ipledger patent import 专利清单.xlsx", en: "Next: ipledger party import FILE, then ipledger patent import FILE" }
    anchor_line(anchor) { zh: "锚点：{anchor}", en: "anchor: {anchor}" }
    recorded(entry) { zh: "已登记为条目 {entry}。", en: "Recorded as entry {entry}." }
    rehearsed { zh: "演练：什么也没有写入。", en: "Rehearsal: nothing was written." }
    nothing_new { zh: "没有新内容，账本未变。", en: "Nothing new; the ledger is unchanged." }
    import_counts(rows, accepted, unchanged, corrected, rejected) {
        zh: "共 {rows} 条：接受 {accepted}，未变 {unchanged}，更正 {corrected}，拒收 {rejected}。",
        en: "{rows} {records}: {accepted} accepted, {unchanged} unchanged, {corrected} corrected, {rejected} refused.",
        records: rows "record" | "records",
    }
    certificates_unnumbered(n) { zh: "{n}张没有证书编号：名录只写了认证日期，收到贯标清单后用 certificate import 补全。", en: "{n} without a number: a list of firms named the day of certification alone; `certificate import` of the bodies' list completes them." }
    programs_title { zh: "认定情况（家）", en: "Programmes (firms)" }
    not_counted(indicator, n, why) { zh: "{indicator}：不计入{n}家（{why}）", en: "{indicator}: {n} not counted ({why})" }
    not_counted_because(n, why) { zh: "{n}家{why}", en: "{n} {why}" }
    not_here(name) { zh: "{name}申报日不在本区：照登，不计入本区数字。", en: "{name} did not sit in the district on the day of the application: recorded, and not counted." }
    other_kind(name, kind) { zh: "{name}是{kind}，不属计入家数的类型：照登，另列。", en: "{name} is of a kind the programme does not count ({kind}): recorded, and shown beside." }
    case_of_mark { zh: "依旧版账本的资质或企业名录读出；办理下一步时即作为申报案登记。", en: "Read from a mark of an older ledger or a list of firms; it becomes a case of its own when its next step is recorded." }
    recognised_before(program, day) { zh: "{program}（{day}前认定）", en: "{program} (recognised before {day})" }
    certificate_of_mark { zh: "依旧版账本的贯标资质读出；补全或办理下一步时即作为证书登记。", en: "Read from a mark of an older ledger; it becomes a certificate of its own when it is completed or the next step is recorded." }
    import_parties(n) { zh: "随之登记了 {n} 个新主体。", en: "{n} new {parties} recorded along with them.", parties: n "party" | "parties" }
    import_assumed(n) {
        zh: "其中 {n} 个主体的所在区没有写明，按本区推定并标记；party list --assumed 列出。",
        en: "{n} of the new parties have no district stated: assumed to be in this district and marked; `party list --assumed` lists them.",
    }
    flag_not_here(flag) { zh: "这个命令不接受 {flag}", en: "this command does not take {flag}" }
    lines_by_entry { zh: "明细按登记先后导出；要某日当时所知的，用 --known-at", en: "Lines are exported in the order they were recorded; for what was known on a day use --known-at." }
    same_file(entries) { zh: "同一文件此前已在条目 {entries} 导入过。", en: "This same file was already imported in entry {entries}." }
    skipped_rows(sheet, kind, n, first) { zh: "{sheet}跳过{kind} {n} 行（首见第 {first} 行）", en: "{sheet}skipped {n} {rows}: {kind} (first: row {first})", rows: n "row" | "rows" }
    unknown_columns(sheet, columns) { zh: "{sheet}未使用的列：{columns}（需要时用 --map 指明）", en: "{sheet}unused columns: {columns} (name them with --map if needed)" }
    sheet_passed_over(sheet) { zh: "工作表“{sheet}”没有认识的表头，已跳过", en: "sheet \"{sheet}\" has no recognised header and was skipped" }
    hidden_sheet(sheet) { zh: "隐藏的工作表“{sheet}”未读取（需要时用 --sheet 指明）", en: "hidden sheet \"{sheet}\" was not read (name it with --sheet if needed)" }
    rows_from_to(from, to) { zh: "第 {from} 至 {to} 行", en: "rows {from} to {to}" }
    total_off(place, label, what, stated, rows, read) {
        zh: "{place}“{label}”的{what}写 {stated}，{rows}读得 {read}，请核对",
        en: "{place}, \"{label}\": {what} is stated as {stated}, but {rows} add up to {read}: please check",
    }
    totals_agree(sheet, n) { zh: "{sheet}{n} 项合计与读取结果相符", en: "{sheet}{n} stated {totals} with what was read", totals: n "total agrees" | "totals agree" }
    total_place(sheet, row) { zh: "{sheet}第 {row} 行", en: "{sheet}row {row}" }
    count_of_records { zh: "记录数", en: "the number of records" }
    amount_shared(sheet, header, amount, row, n) {
        zh: "{sheet}“{header}”有合并单元格跨几条不同的记录：{n} 条各按所在单元格的全额读取（首见第 {row} 行，{amount}）。如是几条合计的数，请分开填写",
        en: "{sheet}A merged cell of \"{header}\" covers several records: {n} {records} read with the whole amount of the cell (first: row {row}, {amount}). If it is the sum of them, fill in each amount",
        records: n "record was" | "records were",
    }
    cells_filled(sheet, n, row) {
        zh: "{sheet}按合并单元格或“同上”补入 {n} 格（首见第 {row} 行）",
        en: "{sheet}{n} {cells} filled in from merged cells or ditto marks (first: row {row})",
        cells: n "cell was" | "cells were",
    }
    yuan_assumed(sheet, header, amount, row) {
        zh: "{sheet}“{header}”没有写单位，按元读取；最大的是 {amount}（第 {row} 行）。不是元时加 --unit",
        en: "{sheet}\"{header}\" states no unit and was read in yuan; the largest amount is {amount} (row {row}). If it is not in yuan, add --unit",
    }
    rates_as_fractions(sheet, header, figure, rate, row) {
        zh: "{sheet}“{header}”没有百分号，各值都小于 0.2，按小数读取：{figure} 即 {rate}（第 {row} 行）。本来就是百分数时在表头写上 %",
        en: "{sheet}\"{header}\" has no % and every value is below 0.2: read as fractions, {figure} is {rate} (row {row}). If they are percentages, write % in the header",
    }
    rates_as_percents(sheet, header, figure, rate, row) {
        zh: "{sheet}“{header}”按百分数读取：{figure} 即 {rate}（第 {row} 行）。本来是小数时改成百分数",
        en: "{sheet}\"{header}\" was read as percentages: {figure} is {rate} (row {row}). If it is a fraction, write it as a percentage",
    }
    unit_remembered(sheet, unit) {
        zh: "{sheet}注意：金额按以前对这种表头的指定以{unit}读取，文件里没有写。不对时加 --unit，或用 headers 查看、忘记",
        en: "{sheet}note: amounts were read in {unit}, as specified earlier for this header; the file itself does not say so. If that is wrong, add --unit, or see `headers`",
    }
    statement_of(bank) { zh: "{bank}的对账单", en: "statements of {bank}" }
    header_left_out { zh: "（不采用）", en: "(left out)" }
    header_no_column { zh: "（没有这一列）", en: "(no column)" }
    header_whole(fingerprint) { zh: "整个表头 {fingerprint}", en: "the whole header {fingerprint}" }
    header_unit(unit) { zh: "金额单位{unit}", en: "amounts in {unit}" }
    header_line { zh: "末行是表头", en: "its last line is the header" }
    headers_remembered(n) {
        zh: "记住了对表头的 {n} 项指定（用 headers 查看，headers --forget 忘记）。",
        en: "{n} header {settings} remembered (see `headers`; `headers --forget` forgets one).",
        settings: n "setting" | "settings",
    }
    column_unfitting(sheet, header, field, sample) {
        zh: "{sheet}“{header}”的内容（{sample}）不是{field}，未采用",
        en: "{sheet}the values of \"{header}\" ({sample}) do not fit {field}; the column was left out",
    }
    column_passed_over(sheet, header, sample, fields) {
        zh: "{sheet}注意：不认识的列“{header}”（{sample}）像是{fields}，未采用",
        en: "{sheet}note: unknown column \"{header}\" ({sample}) looks like {fields}; it was skipped",
    }
    reading_title(sheet, rows) { zh: "{sheet}读法（表头在第 {rows} 行）", en: "{sheet}How the file is read (header: row {rows})" }
    unit_stated(unit, place) { zh: "金额单位{unit}（{place}）", en: "Amounts in {unit} ({place})" }
    looks_like(fields) { zh: "像是{fields}", en: "looks like {fields}" }
    note_rows(note, n, first) { zh: "{note}（{n} 行，首见第 {first} 行）", en: "{note} ({n} {rows}, first: row {first})", rows: n "row" | "rows" }
    refused_title { zh: "拒收的行：", en: "Refused rows:" }
    refused_group(n, code, hint) { zh: "  {n} 行 [{code}]：{hint}", en: "  {n} {rows} [{code}]: {hint}", rows: n "row" | "rows" }
    refused_more(n) { zh: "另有 {n} 行，见拒收表。", en: "{n} more: see the workbook of refused rows." }
    refused_written(path) { zh: "拒收行已写入 {path}，改正后可直接导入。", en: "The refused rows are in {path}; correct them there and import that file." }
    corrected_title { zh: "更正的记录", en: "Corrected records" }
    voided(entry, by) { zh: "条目 {entry} 已作废，记为条目 {by}。", en: "Entry {entry} voided by entry {by}." }
    void_reverses(entry, name) { zh: "作废：条目 {entry}，{name}", en: "voided: entry {entry}, {name}" }
    ask_void_explained(entry) {
        zh: "答是：条目 {entry} 登记的内容全部退回，它取代的内容恢复有效；条目本身仍在日志里，作废也可以再作废。答否：账本不变。",
        en: "Yes: everything entry {entry} recorded is taken back, and what it replaced is in force again. The entry stays in the log, and the voiding can itself be voided. No: the ledger stays as it is.",
    }
    ask_record_explained {
        zh: "答是：登记，并改变上面列出的已发布数字的今日值；已封存的数字不变，差异由 ipledger stats diff 说明。答否：什么也不写。",
        en: "Yes: it is recorded, and today's values of the published figures listed above change; the sealed figures stay, and `ipledger stats diff` explains the differences. No: nothing is written.",
    }
    ask_upgrade_explained {
        zh: "答是：先在同一文件夹保留一份原样副本，再把账本改为现在的格式；内容、哈希和已发布的数字都不变。答否：账本只能查看。",
        en: "Yes: a copy of the file is kept beside it, and the ledger is brought to the current format; facts, hashes and published figures stay as they are. No: the ledger can only be read.",
    }
    verified(entries, lines) {
        zh: "核对无误：{entries} 个条目，{lines} 条明细，汇总与重算一致。",
        en: "No discrepancies: {entries} {entry_word}, {lines} {line_word}; totals match the recount.",
        entry_word: entries "entry" | "entries",
        line_word: lines "line" | "lines",
    }
    verify_failed(n) { zh: "发现 {n} 处不符：", en: "{n} {problems} found:", problems: n "problem" | "problems" }
    verify_anchor_hint {
        zh: "没有给出锚点，末尾的条目若被删除无法发现：用 --against 给出上次打印的锚点。",
        en: "No anchor was given, so removed entries at the end would go unnoticed: give the last printed anchor with --against.",
    }
    anchor_unreadable(text) { zh: "“{text}”不是锚点，也不是含有锚点的文件", en: "\"{text}\" is neither an anchor nor a file that contains one" }
    anchor_hint { zh: "锚点形如“机关名 条目数 哈希”，印在每份报表和 status 里。", en: "An anchor reads \"OFFICE COUNT HASH\"; it is printed on every report and by `ipledger status`." }
    ledger_at(path) { zh: "账本：{path}", en: "Ledger: {path}" }
    counts_line(parties, patents, pcts, targets) {
        zh: "主体 {parties} 家，专利 {patents} 件，PCT {pcts} 件，目标 {targets} 项",
        en: "{parties} {party_word}, {patents} {patent_word}, {pcts} PCT {filing_word}, {targets} {target_word}",
        party_word: parties "party" | "parties",
        patent_word: patents "patent" | "patents",
        filing_word: pcts "filing" | "filings",
        target_word: targets "target" | "targets",
    }
    last_entry(entry, action, by, day) { zh: "最近：条目 {entry}，{action}，{by}，{day}", en: "Latest: entry {entry}, {action}, {by}, {day}" }
    welcome_none(path) { zh: "还没有账本（应在 {path}）。", en: "There is no ledger yet (it would be {path})." }
    welcome_next_none { zh: "试一试：ipledger demo\n建账：  ipledger init --office 某区知识产权局 --region 310115\n帮助：  ipledger --help", en: "Try it:  ipledger demo\nFound:   ipledger init --office NAME --region 310115\nHelp:    ipledger --help" }
    welcome_next { zh: "导入：ipledger patent import 文件　统计：ipledger stats annual　目标：ipledger target status　帮助：ipledger --help", en: "Import: ipledger patent import FILE   Figures: ipledger stats annual   Targets: ipledger target status   Help: ipledger --help" }
    annual_title(district) { zh: "{district}年度专利统计", en: "{district}: patents by year" }
    quarterly_title(district, year) { zh: "{district}{year}年季度专利统计", en: "{district}: patents by quarter, {year}" }
    trend_title(district) { zh: "{district}专利逐年增减", en: "{district}: change from year to year" }
    targets_title { zh: "规划目标完成情况", en: "Plan targets" }
    as_of_line(day, known) { zh: "截至 {day}，按条目 {known} 时所知", en: "As of {day}, as known after entry {known}" }
    /// Months of a year, as many as there are.
    months_of(year, first, last) { zh: "{year}年{first}–{last}月", en: "{year} (months {first}–{last})" }
    month_of(year, month) { zh: "{year}年{month}月", en: "{year} (month {month})" }
    note_broken { zh: "标志 B：期内口径变更，或与上年同期口径不同，不宜直接对比", en: "Flag B: the basis changes within the period or differs from that of a year before; the figures are not comparable" }
    note_basis_of(what, years, basis) { zh: "{what}：{years} 按{basis}计", en: "{what} in {years}: {basis}" }
    note_basis(years, basis) {
        zh: "申请量：{years} 按{basis}计（2017年起国家统计改为只计已缴申请费的申请）",
        en: "filings in {years}: {basis} (since 2017 the national count includes only filings whose fee has been paid)",
    }
    note_fee_unknown(n) {
        zh: "其中 {n} 件申请的缴费日未知，两种口径下均计入",
        en: "{n} of the filings {have} no known fee date and {count} on both bases",
        have: n "has" | "have",
        count: n "counts" | "count",
    }
    note_assumed(n) { zh: "其中 {n} 件申请的申请人所在区未注明，按本区推定", en: "{n} of the filings {are} by applicants only assumed to be in the district", are: n "is" | "are" }
    note_day_unknown(n) {
        zh: "其中 {n} 件只知年份（分案或无申请日），计入年度、不计入季度",
        en: "{n} of them {are} known by year only (divisionals, or no filing date): counted in the year, but in no quarter",
        are: n "is" | "are",
    }
    note_in_no_quarter(n) {
        zh: "另有 {n} 件只知年份（分案或无申请日），计入年度，不在任何季度",
        en: "{n} more {are} known by year only (divisionals, or no filing date): counted in the year, but in no quarter",
        are: n "is" | "are",
    }
    note_grants_undated(n) {
        zh: "另有 {n} 件按来源所述已授权而授权日不详，不在授权数内",
        en: "{n} more {are} stated to be granted without a day: in no count of grants",
        are: n "is" | "are",
    }
    note_entry_unknown(n) {
        zh: "其中 {n} 件国家阶段申请没有进入日，按申请日计",
        en: "{n} national-phase {entries} no entry date and counted by filing date",
        entries: n "application has" | "applications have",
    }
    note_reported(indicator, value, source, day) { zh: "{indicator}：{value}，{source}报送，截至 {day}", en: "{indicator}: {value}, reported by {source} as of {day}" }
    values_reported(day, from) { zh: "外部门报送的实际值（截至{day}）：{from}", en: "values reported by other offices as of {day}: {from}" }
    values_of(office, n) { zh: "{office}{n}项", en: "{office} {n}" }
    not_stated { zh: "（未注明）", en: "(not stated)" }
    usage_unknown(what) { zh: "不认识“{what}”", en: "unknown: \"{what}\"" }
    usage_suggest(what) { zh: "是不是 {what}？", en: "Did you mean {what}?" }
    usage_known(known) { zh: "可用：{known}", en: "Available: {known}" }
    usage_meant_or(what, known) { zh: "是不是 {what}？可用：{known}", en: "Did you mean {what}? Available: {known}" }
    usage_conflict(one, other) { zh: "{one} 与 {other} 不能同用", en: "{one} and {other} cannot be used together" }
    usage_once(arg) { zh: "{arg} 只能给一个", en: "{arg} takes only one value" }
    usage_no_value(arg) { zh: "{arg} 后面没有值", en: "{arg} needs a value" }
    former_name(former, name) { zh: "“{former}”是曾用名，现名 {name}", en: "\"{former}\" is a former name of {name}" }
    words_taken(words) { zh: "可填：{words}", en: "Allowed: {words}" }
    not_in_range(text, first, last) { zh: "“{text}”不是 {first} 到 {last} 的整数", en: "\"{text}\" is not a whole number from {first} to {last}" }
    not_in_range_hint(first) { zh: "写阿拉伯数字，如 {first}。", en: "Write it in digits, for example {first}." }
    entry_unreadable(text) { zh: "“{text}”不是条目编号", en: "\"{text}\" is not an entry number" }
    entry_hint { zh: "编号见 ipledger log 的第一列。", en: "The entry numbers are in the first column of `ipledger log`." }
    choose_one { zh: "只用其中一个。", en: "Use only one of them." }
    no_table_here(flag) { zh: "这个命令不输出表格，不能用 {flag}", en: "this command prints no table, so {flag} cannot be used" }
    no_table_hint { zh: "要给程序读取用 --json；要表格用 list、show 或 stats。", en: "For output to a program use --json; for tables use list, show or stats." }
    candidates(known) { zh: "最近的：{known}", en: "Most recent: {known}" }
    candidates_none(command) { zh: "账上还没有；先用 {command} 登记。", en: "None is recorded yet; record one with {command} first." }
    transfer_to_nobody { zh: "未写受让人（--to），现权利人仍按此前的登记", en: "no transferee was given (--to): the owners remain as recorded before" }
    usage_missing(what) { zh: "缺少 {what}", en: "missing: {what}" }
    usage_value(value, arg) { zh: "{arg} 不能是“{value}”", en: "{arg} cannot be \"{value}\"" }
    usage_other(what) { zh: "命令写法不对：{what}", en: "the command cannot be understood: {what}" }
    usage_help(command) { zh: "用法见 {command} --help", en: "See {command} --help" }
    split_unknown(what) { zh: "不能按“{what}”分组", en: "cannot group by \"{what}\"" }
    split_hint { zh: "可用：district industry park street party bank kind applicant_kind ipc_section size", en: "Available: district industry park street party bank kind applicant_kind ipc_section size" }
    whole_years(text) { zh: "按年统计，“{text}”不是某年的第一天或最后一天", en: "figures are by year; \"{text}\" is not the start or end of a year" }
    years_turned { zh: "起始年份晚于截止年份", en: "the first year is after the last" }
    word_unknown(what) { zh: "不认识“{what}”", en: "unknown word: \"{what}\"" }
    backed_up(path, anchor) { zh: "已备份到 {path}。锚点：{anchor}", en: "Backed up to {path}. Anchor: {anchor}" }
    restored(path, kept) { zh: "已从备份恢复到 {path}；原账本保留为 {kept}。", en: "Restored to {path}; the previous ledger is kept as {kept}." }
    restored_alone(path) { zh: "已从备份恢复到 {path}。", en: "Restored to {path}." }
    backup_never(days) { zh: "账本已建{days}天，还没有核验过的备份：用 ipledger backup --to 文件夹 备份", en: "the ledger is {days} {day_word} old and no backup of it has been proved: make one with `ipledger backup --to FOLDER`", day_word: days "day" | "days" }
    backup_old(days, entries) { zh: "最近一次核验过的备份是{days}天前的，之后又登记了{entries}个条目：用 ipledger backup --to 文件夹 备份", en: "the last proved backup is {days} {day_word} old and lacks {entries} {entry_word}: make one with `ipledger backup --to FOLDER`", day_word: days "day" | "days", entry_word: entries "entry" | "entries" }
    upgraded(from, to, copy) { zh: "账本已从版本 {from} 升级到版本 {to}；原文件保留为 {copy}。", en: "Upgraded from version {from} to version {to}; the original file is kept as {copy}." }
    would_upgrade(from, to) { zh: "账本将从版本 {from} 升级到版本 {to}。", en: "The ledger would be upgraded from version {from} to version {to}." }
    nothing_to_upgrade(version) { zh: "账本已是现在的格式（版本 {version}），无需升级。", en: "The ledger already has the current format (version {version}); there is nothing to upgrade." }
    ask_upgrade(path) {
        zh: "{path} 是旧格式，登记前要先升级（同一文件夹保留一份原样副本）。现在升级？[y/N] ",
        en: "{path} has an older format and must be upgraded before anything can be recorded (a copy is kept beside it). Upgrade now? [y/N] ",
    }
    columns_left_out(titles) {
        zh: "屏幕宽度不够，未列：{titles}（-v 全部列出，--columns 选列，或 -o 文件.xlsx）",
        en: "not enough room for: {titles} (-v shows all columns, --columns selects, or -o FILE.xlsx)",
    }
    page_of(page, pages, n) { zh: "第 {page} / {pages} 页，共 {n} 行（--page 翻页，--limit 改每页行数）", en: "page {page} of {pages}, {n} {rows} (--page, --limit)", rows: n "row" | "rows" }
    demo_title(path) { zh: "示例账本：{path}（单位、专利、贷款均为虚构）", en: "Sample ledger: {path} (firms, patents and loans are fictitious)" }
    demo_typed(n) { zh: "逐条登记 {n} 笔", en: "{n} typed {commands}", commands: n "command" | "commands" }
    demo_stopped(command) { zh: "示例在这一步停下：{command}", en: "The demonstration stopped at: {command}" }
    demo_there(path) { zh: "示例账本已在：{path}（删去该文件可重新生成）", en: "The sample ledger is there: {path} (delete the file to make it anew)" }
    demo_next { zh: "接着可以试试：", en: "What to try next:" }
    reading(rows) { zh: "已读取 {rows} 行", en: "{rows} {row_word} read", row_word: rows "row" | "rows" }
    recording(rows) { zh: "已登记 {rows} 行", en: "{rows} {row_word} recorded", row_word: rows "row" | "rows" }
    would_write(path) { zh: "演练：没有写 {path}", en: "Rehearsal: {path} was not written" }
    written(path) { zh: "已写入 {path}", en: "Written to {path}" }
    undone(entry, next) { zh: "已撤销条目 {entry}；再次 undo 将撤销条目 {next}。", en: "Entry {entry} undone; running undo again would undo entry {next}." }
    nothing_to_undo { zh: "没有可撤销的条目", en: "there is nothing to undo" }
    history_title { zh: "经过", en: "History" }
    places_title { zh: "所在地", en: "Places" }
    marks_title { zh: "资质", en: "Marks" }
    cases_title { zh: "认定申报案", en: "Programme cases" }
    certificates_title { zh: "认证证书", en: "Certificates" }
}
