//! Where a line of Chinese or English may not break.

/// What may not begin a line (避头).
pub const NEVER_FIRST: &str = "，。、；：？！）】》」』”’％…·,.;:?!)]}%";

/// What may not end one (避尾).
pub const NEVER_LAST: &str = "（【《「『“‘([{";

/// Characters that end many words of three: 申请人, 到期日.
pub const WORD_ENDS: &str = "人号日率额数值费后书期者";

/// Those of them that hardly ever begin a word.
pub const NEVER_FIRST_OF_WORD: &str = "人号率费后者";
