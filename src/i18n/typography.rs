//! Where a line of Chinese or English may not break.

/// What may not begin a line (避头).
pub const NEVER_FIRST: &str = "，。、；：？！）】》」』”’％…·,.;:?!)]}%";

/// What may not end one (避尾).
pub const NEVER_LAST: &str = "（【《「『“‘([{";

/// Characters that end many words of three: 申请人, 到期日.
pub const WORD_ENDS: &str = "人号日率额数值费后书期者";

/// Those of them that hardly ever begin a word.
pub const NEVER_FIRST_OF_WORD: &str = "人号率费后者";

/// Words of three characters that are not told by their last one: 未结清贷款 parts after 清, 现权利人 before 权.
pub const WORDS_OF_THREE: [&str; 29] = [
    "上年末",
    "不计入",
    "不足的",
    "优先权",
    "分类号",
    "到期日",
    "区推荐",
    "区核验",
    "同一笔",
    "工作日",
    "已承诺",
    "已认定",
    "建设期",
    "战略性",
    "所担保",
    "有效期",
    "未结清",
    "权利人",
    "用哪年",
    "申报时",
    "申请号",
    "申请至",
    "登记至",
    "终止于",
    "计入的",
    "认定为",
    "判断的",
    "符合的",
    "须超过",
];
