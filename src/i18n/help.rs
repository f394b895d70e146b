//! The help: one sentence per command and flag, in both languages. A test walks the whole grammar.

use super::Lang;

/// What a command does, by its path: `patent import`.
pub fn about(lang: Lang, path: &str) -> &'static str {
    find(lang, ABOUT, path)
}

/// What a flag or argument means.
pub fn arg(lang: Lang, name: &str) -> &'static str {
    find(lang, ARGS, name)
}

/// What stands for an argument in the usage line.
pub fn placeholder(lang: Lang, name: &str) -> &'static str {
    find(lang, PLACEHOLDERS, name)
}

fn find(lang: Lang, table: &'static [(&str, &str, &str)], key: &str) -> &'static str {
    table.iter().find(|(known, ..)| *known == key).map_or("", |(_, zh, en)| lang.pick(zh, en))
}

/// `(path, zh, en)`
pub const ABOUT: &[(&str, &str, &str)] = &[
    (
        "ipledger",
        "专利质押融资台账：专利、PCT、目标与统计，一个账本文件",
        "A ledger for patent pledge financing: patents, PCT filings, targets and figures in one file",
    ),
    ("party", "主体：企业、银行及其他机构", "Parties: firms, banks and other institutions"),
    ("party add", "登记一个主体", "Record a party"),
    ("party show", "显示一个主体的全部登记", "Show all that is recorded of a party"),
    ("party list", "列出主体", "List parties"),
    ("party import", "从表格导入主体", "Import parties from a file"),
    ("party export", "导出主体，可原样再导入", "Export parties; the file can be imported again"),
    ("party correct", "更正一个主体", "Correct a party"),
    ("party void", "作废一个主体", "Void a party"),
    (
        "party role",
        "登记主体的角色（银行、担保机构等）",
        "Record a role of a party (bank, guarantor ...)",
    ),
    (
        "party certify",
        "登记主体的资质（试点、示范、高新等）",
        "Record a mark of a firm (pilot, demonstration, high-tech ...)",
    ),
    ("patent", "专利：发明、实用新型、外观设计", "Patents: inventions, utility models, designs"),
    ("patent add", "登记一件专利", "Record a patent"),
    ("patent show", "显示一件专利及其经过", "Show a patent and what happened to it"),
    ("patent list", "列出专利", "List patents"),
    ("patent import", "从表格导入专利", "Import patents from a file"),
    ("patent export", "导出专利，可原样再导入", "Export patents; the file can be imported again"),
    ("patent correct", "更正一件专利", "Correct a patent"),
    ("patent void", "作废一件专利的登记", "Void a patent's record"),
    ("patent event", "登记专利的法律事件", "Record an event in a patent's legal life"),
    ("pct", "PCT国际申请", "PCT filings"),
    ("pct add", "登记一件PCT申请", "Record a PCT filing"),
    ("pct show", "显示一件PCT申请", "Show a PCT filing"),
    ("pct list", "列出PCT申请", "List PCT filings"),
    ("pct import", "从表格导入PCT申请", "Import PCT filings from a file"),
    (
        "pct export",
        "导出PCT申请，可原样再导入",
        "Export PCT filings; the file can be imported again",
    ),
    ("pct correct", "更正一件PCT申请", "Correct a PCT filing"),
    ("pct void", "作废一件PCT申请的登记", "Void a PCT filing's record"),
    ("target", "规划目标及完成情况", "Targets of the plan and how far they are"),
    ("target set", "设定一个目标", "Set a target"),
    ("target status", "各目标的完成情况", "How far each target is"),
    ("target list", "列出目标", "List targets"),
    ("target import", "从表格导入目标", "Import targets from a file"),
    ("target report", "导入其他部门报送的数值", "Import values other offices report"),
    ("target export", "导出目标，可原样再导入", "Export targets; the file can be imported again"),
    ("target void", "作废一个指标的目标", "Void the targets of an indicator"),
    ("stats", "统计：申请、授权、PCT", "Figures: filings, grants, PCT"),
    (
        "stats annual",
        "年度统计（--by industry|park|street|party|kind 可分组）",
        "Figures by year, 2016 to 2020 unless said otherwise (--by industry|park|street|party|kind splits them)",
    ),
    ("stats quarterly", "季度统计（--by 可分组）", "Figures by quarter (--by splits them)"),
    ("stats trend", "逐年增减", "Change from year to year"),
    ("init", "建账", "Found a ledger"),
    ("status", "账本概况、锚点与目标进度", "The ledger at a glance, its anchor, the targets"),
    ("log", "登记日志", "The log of entries"),
    (
        "verify",
        "从明细重算全部，核对有无改动",
        "Recompute everything from the lines and find what was changed",
    ),
    (
        "void",
        "作废一个条目（如一次导入），其内容全部退回",
        "Void an entry (such as an import): all it did is taken back",
    ),
    ("undo", "作废最近一个条目", "Void the newest entry"),
    ("backup", "备份账本", "Copy the ledger to a file"),
    (
        "restore",
        "从备份恢复（原账本保留副本）",
        "Bring a backup back (the ledger there is kept beside it)",
    ),
    (
        "demo",
        "用示例数据建账并显示主要结果",
        "Build a ledger from sample data and show the main result",
    ),
    ("template", "生成空白填报表", "Write an empty form to fill in"),
    ("completions", "生成命令补全脚本", "Print a completion script"),
    ("man", "生成手册页", "Write the manual pages"),
];

/// `(name, zh, en)`
pub const ARGS: &[(&str, &str, &str)] = &[
    (
        "db",
        "账本文件（默认 IPLEDGER_DB，再默认 ~/ipledger/ledger.db）",
        "The ledger file (else IPLEDGER_DB, else ~/ipledger/ledger.db)",
    ),
    ("as-of", "截至哪一天的情况", "What was true at the close of this day"),
    ("known-at", "按哪个条目或哪一天时所知", "As the office knew it after this entry or day"),
    ("json", "输出JSON", "Print JSON"),
    ("csv", "输出CSV", "Print CSV"),
    (
        "output",
        "写入文件，格式由扩展名定（.csv .json .xlsx）",
        "Write to a file, in the format of its extension (.csv .json .xlsx)",
    ),
    ("lang", "语言 zh 或 en", "Language, zh or en"),
    (
        "encoding",
        "文本文件的编码（默认自动识别）",
        "Encoding of a text file (recognised by itself)",
    ),
    ("dry-run", "只演练，不写入", "Rehearse; write nothing"),
    ("yes", "不再询问", "Ask nothing"),
    ("no-input", "不从终端读取", "Read nothing from the terminal"),
    (
        "by",
        "登记人（默认 IPLEDGER_BY 或系统用户）；在 stats 中为分组方式",
        "Who records (else IPLEDGER_BY or the system's user); with stats: what to split by",
    ),
    ("reason", "事由", "Why"),
    ("quiet", "少说", "Say less"),
    ("verbose", "多说", "Say more"),
    ("color", "颜色 auto、always 或 never", "Colour: auto, always or never"),
    ("help", "显示帮助", "Show this help"),
    ("version", "显示版本", "Show the version"),
    (
        "map",
        "字段=表头，逗号分隔；说过一次即记住",
        "field=header, separated by commas; remembered once said",
    ),
    ("sheet", "只读这个工作表（名称或序号）", "Read this sheet only (name or number)"),
    (
        "rejects",
        "拒收行写入此工作簿（默认在原文件旁）",
        "Where to write the refused rows (beside the file by default)",
    ),
    (
        "accept-corrections",
        "文件与账上不同时，按文件更正",
        "Where the file differs from the ledger, the file is right",
    ),
    ("all-or-nothing", "有一行拒收则整个文件不导入", "Import nothing when a single row is refused"),
    ("text", "名称或标题中含有", "Contained in the name or title"),
    ("sort", "按哪一列排序，前加 - 为倒序", "Sort by this column; a leading - turns it round"),
    ("limit", "每页行数", "Rows a page"),
    ("page", "第几页", "Which page"),
    (
        "role",
        "角色：bank guarantor insurer appraiser agency fund venture_fund custodian",
        "Role: bank guarantor insurer appraiser agency fund venture_fund custodian",
    ),
    ("district", "所在区", "District"),
    (
        "mark",
        "资质：high_tech pilot demonstration gb29490 little_giant",
        "Mark: high_tech pilot demonstration gb29490 little_giant",
    ),
    (
        "state",
        "状态：applied recognised expired revoked（默认 applied）",
        "State: applied recognised expired revoked (default applied)",
    ),
    ("since", "起始日", "First day"),
    ("until", "终止日", "Last day"),
    ("on", "日期（默认今天）", "Day (default today)"),
    ("document", "文号或证书号", "Number of the document or certificate"),
    ("to", "相对方或截止", "The other party, or the end"),
    ("from", "起始年份或日期", "First year or day"),
    ("detail", "说明", "Details"),
    ("party", "主体：编号、信用代码或名称", "A party: number, credit code or name"),
    ("year", "年份", "Year"),
    ("kind", "类型：invention utility design", "Kind: invention utility design"),
    ("status", "法律状态代码或文字", "Legal status, code or words"),
    ("name", "名称", "Name"),
    ("application_no", "申请号", "Application number"),
    (
        "event",
        "事件：lapse expiry abandonment invalidation partial_invalidation transfer license suspension preservation restoration …",
        "Event: lapse expiry abandonment invalidation partial_invalidation transfer license suspension preservation restoration ...",
    ),
    ("pct_no", "PCT申请号", "PCT number"),
    (
        "indicator",
        "指标代码，如 invention_filings",
        "Code of the indicator, such as invention_filings",
    ),
    ("goal", "目标值", "The goal"),
    ("unit-of", "计量单位", "Unit"),
    ("title", "目标名称", "The plan's own words"),
    ("category", "目标分类", "Category"),
    (
        "measure",
        "计量方式：cumulative 累计，stock 总量",
        "cumulative (flow over the period) or stock (level at its end)",
    ),
    ("file", "文件；- 为标准输入或输出", "File; - is standard input or output"),
    ("office", "主管机关名称", "Name of the office"),
    ("region", "六位行政区划代码，如 310106", "Six-digit code of the district, such as 310106"),
    ("entry", "条目编号", "Number of an entry"),
    (
        "against",
        "锚点（条目数 哈希）或含有锚点的文件",
        "An anchor (count hash), or a file that holds one",
    ),
    ("noun", "party、patent、pct、target 或 reported", "party, patent, pct, target or reported"),
    ("shell", "bash、zsh、fish、powershell 或 elvish", "bash, zsh, fish, powershell or elvish"),
    ("folder", "写入的文件夹（默认输出到终端）", "Folder to write to (else standard output)"),
];

/// `(name, zh, en)`
pub const PLACEHOLDERS: &[(&str, &str, &str)] = &[
    ("name", "名称", "NAME"),
    ("party", "主体", "PARTY"),
    ("role", "角色", "ROLE"),
    ("mark", "资质", "MARK"),
    ("application_no", "申请号", "NUMBER"),
    ("pct_no", "PCT申请号", "NUMBER"),
    ("event", "事件", "EVENT"),
    ("indicator", "指标", "INDICATOR"),
    ("file", "文件", "FILE"),
    ("entry", "条目", "ENTRY"),
    ("noun", "对象", "NOUN"),
    ("shell", "SHELL", "SHELL"),
    ("folder", "文件夹", "FOLDER"),
];
