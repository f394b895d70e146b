//! Where a line of Chinese or English may not break.

/// What may not begin a line (避头).
pub const NEVER_FIRST: &str = "，。、；：？！）】》」』”’％…·,.;:?!)]}%";

/// What may not end one (避尾).
pub const NEVER_LAST: &str = "（【《「『“‘([{";
