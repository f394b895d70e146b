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
        en: "This extract agrees with the ledger of {office} as of {day}, as known after entry {entry}; anything recorded or corrected later is not included.",
    }
    register { zh: "登记事项", en: "As registered" }
    owners { zh: "权利人", en: "Owners" }
    owners_lead { zh: "按登记顺序；第一位为第一申请人。", en: "In order of registration; the first is the first applicant." }
    owners_transferred { zh: "按最近一次登记的转移。", en: "According to the latest recorded transfer." }
    events { zh: "法律事件", en: "Events" }
    pledges { zh: "质押登记", en: "Pledges" }
    pledges_in_force { zh: "在押质押", en: "Pledges in force" }
    securing(amount) { zh: "担保债权 {amount} 元", en: "securing {amount} yuan" }
    loans { zh: "贷款", en: "Loans" }
    open_loans { zh: "未结清贷款", en: "Loans not settled" }
    of_loans(n) { zh: "共 {n} 笔贷款", en: "{n} {loans} in total", loans: n "loan" | "loans" }
    outstanding { zh: "未还本金", en: "Principal outstanding" }
    overdue { zh: "逾期本金", en: "Overdue principal" }
    overdue_loans(n) { zh: "逾期贷款 {n} 笔", en: "{n} {loans} overdue", loans: n "loan" | "loans" }
    classes { zh: "五级分类", en: "By class" }
    classes_chart { zh: "各类贷款未还本金", en: "Principal outstanding by class" }
    classes_summary(loans, amount) {
        zh: "{loans} 笔未结清贷款，未还本金合计 {amount} 元。",
        en: "{loans} {loan_word} not settled; {amount} yuan outstanding in total.",
        loan_word: loans "loan" | "loans",
    }
    overdue_list { zh: "逾期贷款", en: "Loans overdue" }
    compensation { zh: "风险补偿", en: "Risk compensation" }
    compensation_paid { zh: "已付补偿", en: "Compensation paid" }
    of_claims(n) { zh: "补偿申请 {n} 件", en: "{n} {claims}", claims: n "claim" | "claims" }
    bank_only { zh: "只列本行的贷款、质押和补偿申请。", en: "Only this bank's loans, pledges and claims are listed." }
    patents { zh: "专利", en: "Patents" }
    by_year { zh: "历年申请与授权", en: "Filings and grants by year" }
    by_year_chart { zh: "历年发明专利申请与授权", en: "Invention filings and grants by year" }
    by_year_summary(filings, grants) {
        zh: "发明专利申请合计 {filings} 件，授权合计 {grants} 件。",
        en: "{filings} invention {filing_word} and {grants} invention {grant_word} in total.",
        filing_word: filings "filing" | "filings",
        grant_word: grants "grant" | "grants",
    }
    by_year_note { zh: "作为第一申请人和共有人的都计入，与只按第一申请人的统计口径不同。", en: "Counted both as first applicant and as co-owner; the office's statistics count first applicants only." }
    balance { zh: "资金余额", en: "Fund balance" }
    available { zh: "可用余额", en: "Available" }
    committed(amount) { zh: "已承诺未付 {amount} 元", en: "{amount} yuan committed but not paid" }
    in_capitals(capitals) { zh: "大写：{capitals}", en: "in capitals: {capitals}" }
    make_up { zh: "余额构成", en: "Make-up of the balance" }
    statement { zh: "收支明细", en: "Statement" }
    statement_chart { zh: "资金余额走势", en: "Fund balance over time" }
    statement_summary(lines, amount) { zh: "{lines} 笔收支后余额 {amount} 元。", en: "{lines} {movements}; balance {amount} yuan.", movements: lines "movement" | "movements" }
    payouts { zh: "补偿金拨付", en: "Payouts" }
    claims { zh: "补偿申请", en: "Claims" }
}
