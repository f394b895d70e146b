"""What the office of the sample district did from October 2020 to January 2021: the commands that `demo` carries out."""

import cases
import evidence
import finance
import honours
import lists
from kit import SAMPLES, days

NAME = "demo.txt"
FUND = "示例区知识产权融资风险补偿资金"


def tell(loans, moved, redated, twice, wrongly_named):
    """Returns the commands, chapter by chapter."""
    bad = [loan for loan in loans if loan.stops_after is not None and loan.drawn <= cases.FIRST_LISTS]
    extended = [loan for loan in loans if loan.extended]
    yield "# 建账：企业、专利、PCT | The ledger begins: firms, patents, PCT filings"
    yield "@ 2020-10-09 09:05 王芳"
    yield "party import 企业名录.xlsx"
    for name in (lists.XLS, lists.CSV, lists.XLSX):
        yield f"patent import {name}"
    yield "pct import PCT申请.csv"
    yield "# 规划目标，外部门报送 | The plan's goals, and what other offices report"
    yield "plan add plans/jingan-135.toml"
    yield "target report 外部门报送.csv"
    yield "# 试点示范与贯标 | Recognised enterprises and certificates"
    yield "@ 2020-10-10 10:20 李敏"
    yield "program add programs/pilot.toml"
    yield "program add programs/demonstration.toml"
    yield f"program import {honours.PROGRAMS}"
    yield f"certificate import {honours.CERTIFICATES}"
    yield "# 有效量与高价值发明的依据 | What the stock and high-value inventions rest on"
    yield "stats map maps/sei-sample.toml"
    yield "stats rule --pledge-least 500万 --source 示例区知识产权局口径"
    yield f"evidence import {evidence.FAMILIES}"
    yield f"population import {evidence.POPULATION}"
    yield "# 质押、贷款、还款 | Pledges, loans, payments"
    yield "@ 2020-10-12 09:30 王芳"
    yield f"scheme add {finance.SCHEME}.toml"
    yield f"pledge import {finance.PLEDGES}"
    yield f"loan import {finance.LOANS}"
    for loan in extended:
        asked = days(loan.due, -9)
        if asked <= cases.FIRST_LISTS:
            yield f"loan extend {loan.loan_no} {loan.extended} --on {asked}"
            yield f"pledge change {loan.no} --debt-to {loan.extended} --on {asked} --registered-on {days(asked, 6)}"
    yield f"loan repay --file {finance.PAYMENTS}"
    yield "# 补偿资金：出资、申请、审批、拨付、追偿 | The fund: contributions, claims, decisions, payouts, recoveries"
    yield "@ 2020-10-13 14:00 王芳"
    yield f"fund contribute {FUND} 2000万元 --funder 区财政局 --on 2016-01-20 --reference CZ-2016"
    yield f"fund contribute {FUND} 1000万元 --funder 区财政局 --on 2019-03-11 --reference CZ-2019"
    for year, amount in ((2017, "301250.00"), (2018, "288400.00"), (2019, "252600.50")):
        yield f"fund interest {FUND} {amount} --on {year}-12-21"
    yield from claims(bad)
    yield "# 发布2020年第三季度 | The third quarter of 2020 is published"
    yield "@ 2020-10-20 16:40 王芳"
    yield "report heading --table-no 示例知统1表 --issuer 示例市知识产权局 --approval-no 示统制〔2016〕3号 --valid-until 2021年12月 --prepared-by 王芳 --reviewed-by 李敏"
    yield "stats publish 2020Q3"
    yield "# 发布以后的更正 | What was put right after it"
    yield "@ 2020-11-17 11:10 李敏"
    yield f"patent correct {redated.number} --filing-date {redated.filing} --reason 受理通知书上的申请日是{redated.filing}"
    yield f"patent void {twice.number} --reason 与本申请的更正件重复登记"
    yield f"party correct {moved.name} --until {moved.until} --reason 企业来函，{moved.until}已迁往浦东"
    yield f"patent correct {wrongly_named.number} --title {wrongly_named.title}（更名） --reason 名称录错"
    yield "# 四季度的清单 | The lists of the fourth quarter"
    yield "@ 2021-01-08 09:15 王芳"
    yield f"patent import {lists.LATER} --accept-corrections"
    yield "pct import PCT申请2020年四季度.csv"
    yield f"pledge import {finance.LATER_PLEDGES}"
    yield f"loan import {finance.LATER_LOANS}"
    yield f"loan repay --file {finance.LATER_PAYMENTS}"
    for loan in loans:
        day = finance.released(loan, cases.LAST)
        if day and day > cases.FIRST_LISTS:
            yield f"pledge release {loan.no} --ground 债务已履行 --on {day}"
    yield from late_claim(bad[-1])
    yield "# 与示例银行对账 | A bank's list is held against the ledger"
    yield "@ 2021-01-11 10:00 王芳"
    yield f"reconcile {finance.STATEMENT} --bank {finance.STATEMENT_BANK} --as-of 2020-12-31 -o 答复.xlsx"
    yield "# 发布2020年第四季度 | The fourth quarter of 2020 is published"
    yield "@ 2021-01-12 15:30 王芳"
    yield "stats publish 2020Q4"
    paid = bad[0]
    yield (f"> stats diff 2020Q3 | 三季度发布以后变了什么：哪一条、谁改的、为什么"
           " | What has changed since the third quarter was published: which line, by whom, why")
    yield (f"> claim show BC-{days(paid.due, 100).year}-01 | 一笔补偿从申请、审批、拨付到追偿，每一分的算法"
           " | A claim from filing to recovery, every fen of it worked out")
    yield (f"> loan balance {bad[3].loan_no} --as-of 2020-12-31 --explain | 逾期贷款欠多少，逐段计息"
           " | What an overdue loan owes, stretch by stretch")
    yield ("> reconcile show 1 | 银行清单与台账的差异，每一分都有名目"
           " | A bank's list against the ledger: every fen between the two has a name")
    yield ("> report quarter 2020Q4 -o 季报.html | 四季度季报，浏览器打开"
           " | The quarter's report, for a browser")



def claims(bad):
    """Five claims of the past: paid and recovered, paid in part, turned down, paid by an insurer too, waiting."""
    for at, loan in enumerate(bad[:-1]):
        filed = days(loan.due, 100)
        if at == 2:
            yield f"loan classify {loan.loan_no} 可疑 --on {days(loan.due, 60)}"
        no = f"BC-{filed.year}-{at + 1:02}"
        yield f"claim file {loan.loan_no} --claim-no {no} --on {filed} --document 处置证明.txt"
        if at == 2:
            yield f"claim reject {no} --on {days(filed, 20)} --by 李审批 --reason 借款人另有抵押物尚未处置"
            continue
        yield f"claim approve {no} --on {days(filed, 14)} --by 李审批"
        yield f"claim pay {no} --on {days(filed, 25)}"
        if at in (0, 3):
            yield f"claim recover {no} 20万元 --costs 5000 --on {days(filed, 150)}"
        if at == 0:
            yield f"claim recover {no} 30万元 --on {days(filed, 320)}"


def late_claim(loan):
    """Filed in the new year, and not decided yet."""
    yield f"claim file {loan.loan_no} --claim-no BC-2021-01 --on 2021-01-08 --document 处置证明.txt"


def write(commands):
    (SAMPLES / NAME).write_text("\n".join(commands) + "\n", encoding="utf-8")
