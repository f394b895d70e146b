//! The words of extracts from the register: of a patent, a party, a bank, a fund.

crate::texts! {
    patent_title { zh: "专利登记摘录", en: "Extract: patent" }
    party_title { zh: "主体登记摘录", en: "Extract: party" }
    bank_title { zh: "银行业务摘录", en: "Extract: bank" }
    fund_title { zh: "补偿资金摘录", en: "Extract: compensation fund" }
    issued_by { zh: "出具机关", en: "Issued by" }
    issued_on { zh: "出具日期", en: "Issued on" }
    handled_by { zh: "经办人", en: "Handled by" }
    checked_by { zh: "审核人", en: "Checked by" }
    sealed { zh: "盖章", en: "Seal" }
    /// What the office says by handing the extract out.
    certificate(office, day, entry) {
        zh: "兹摘录：以上内容与{office}台账截至{day}、按条目{entry}时所知的记载一致；其后的登记和更正不在其内。",
        en: "This extract agrees with what the ledger of {office} held as of {day}, as known after entry {entry}; what was recorded or corrected later is not in it.",
    }
    register { zh: "登记事项", en: "As registered" }
    owners { zh: "权利人", en: "Owners" }
    owners_lead { zh: "按登记顺序；第一位为第一申请人。", en: "In the order registered; the first is the first applicant." }
    owners_transferred { zh: "按最近一次登记的转移。", en: "By the last transfer recorded." }
    events { zh: "法律事件", en: "Events" }
    pledges { zh: "质押登记", en: "Pledges" }
    pledges_in_force { zh: "在押质押", en: "Pledges in force" }
    securing(amount) { zh: "担保债权 {amount} 元", en: "securing {amount} yuan" }
    loans { zh: "贷款", en: "Loans" }
    open_loans { zh: "未结清贷款", en: "Loans not settled" }
    of_loans(n) { zh: "共 {n} 笔贷款", en: "loans in all: {n}" }
    outstanding { zh: "未还本金", en: "Principal outstanding" }
    overdue { zh: "逾期本金", en: "Overdue principal" }
    overdue_loans(n) { zh: "逾期贷款 {n} 笔", en: "loans overdue: {n}" }
    classes { zh: "五级分类", en: "By class" }
    classes_chart { zh: "各类贷款未还本金", en: "Principal outstanding by class" }
    classes_summary(loans, amount) { zh: "{loans} 笔未结清贷款，未还本金合计 {amount} 元。", en: "Loans not settled: {loans}; {amount} yuan outstanding in all." }
    overdue_list { zh: "逾期贷款", en: "Loans overdue" }
    compensation { zh: "风险补偿", en: "Risk compensation" }
    compensation_paid { zh: "已付补偿", en: "Compensation paid" }
    of_claims(n) { zh: "补偿申请 {n} 件", en: "claims: {n}" }
    bank_only { zh: "只列本行的贷款、质押和补偿申请。", en: "Loans, pledges and claims of this bank only." }
    patents { zh: "专利", en: "Patents" }
    by_year { zh: "历年申请与授权", en: "Filings and grants by year" }
    by_year_chart { zh: "历年发明专利申请与授权", en: "Invention filings and grants by year" }
    by_year_summary(filings, grants) { zh: "发明专利申请合计 {filings} 件，授权合计 {grants} 件。", en: "{filings} invention filings and {grants} invention grants in all." }
    by_year_note { zh: "作为第一申请人和共有人的都计入，与只按第一申请人的统计口径不同。", en: "Counted as first applicant and as co-owner alike, unlike the office's figures, which go by the first applicant." }
    balance { zh: "资金余额", en: "Balance" }
    available { zh: "可用余额", en: "Available" }
    committed(amount) { zh: "已承诺未付 {amount} 元", en: "{amount} yuan promised and not paid" }
    in_capitals(capitals) { zh: "大写：{capitals}", en: "in capitals: {capitals}" }
    make_up { zh: "余额构成", en: "How the balance comes about" }
    statement { zh: "收支明细", en: "Statement" }
    statement_chart { zh: "资金余额走势", en: "The balance through time" }
    statement_summary(lines, amount) { zh: "{lines} 笔收支后余额 {amount} 元。", en: "Movements: {lines}; {amount} yuan after the last." }
    payouts { zh: "补偿金拨付", en: "Payouts" }
    claims { zh: "补偿申请", en: "Claims" }
}
