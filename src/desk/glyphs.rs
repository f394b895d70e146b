//! The signs the desk draws with: fine ones, and plain ones for old terminals.

/// A set of signs, one cell each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    pub rule: &'static str,
    /// Between two sides.
    pub between: &'static str,
    /// From what was to what is.
    pub into: &'static str,
    pub cursor: &'static str,
    pub mark: &'static str,
    pub cut: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub drop: &'static str,
    pub good: &'static str,
    pub bad: &'static str,
    pub full: &'static str,
    pub empty: &'static str,
    pub is_ascii: bool,
}

pub const FINE: Glyphs = Glyphs {
    rule: "─",
    between: "│",
    into: "→",
    cursor: "▸",
    mark: "●",
    cut: "…",
    up: "▲",
    down: "▼",
    drop: "×",
    good: "✓",
    bad: "✗",
    full: "█",
    empty: "░",
    is_ascii: false,
};

pub const ASCII: Glyphs = Glyphs {
    rule: "-",
    between: "|",
    into: ">",
    cursor: ">",
    mark: "*",
    cut: ".",
    up: "^",
    down: "v",
    drop: "x",
    good: "+",
    bad: "!",
    full: "#",
    empty: ".",
    is_ascii: true,
};

impl Glyphs {
    /// A sentence of the desk's own, or the name of its keys, in these signs.
    pub fn own(&self, text: &str) -> String {
        const IN_ASCII: [(&str, &str); 6] = [
            ("← →", "Left Right"),
            ("↑↓", "Up Down"),
            ("→", ASCII.into),
            ("≠", "!="),
            ("✓", ASCII.good),
            ("✗", ASCII.bad),
        ];
        match self.rule.is_ascii() {
            true => {
                IN_ASCII.iter().fold(text.to_owned(), |text, (fine, own)| text.replace(fine, own))
            }
            false => text.to_owned(),
        }
    }

    /// The set for a terminal of this name; `wanted` is what a person asked for.
    pub fn for_terminal(wanted: Option<&str>, term: &str) -> Self {
        match wanted {
            Some("ascii") => ASCII,
            Some(_) => FINE,
            None if term == "linux" || term.starts_with("vt") => ASCII,
            None => FINE,
        }
    }

    /// A bar that the report drew, in these signs.
    pub fn bar(&self, text: &str) -> String {
        text.chars()
            .map(|c| match c {
                '█' => self.full,
                '░' => self.empty,
                '▉'..='▏' if self.is_ascii => self.empty,
                _ => "",
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::width;
    use super::*;

    #[test]
    fn every_sign_takes_one_cell_and_the_plain_ones_are_ascii() {
        let signs = |set: &Glyphs| {
            [
                set.rule,
                set.between,
                set.into,
                set.cursor,
                set.mark,
                set.cut,
                set.up,
                set.down,
                set.drop,
                set.good,
                set.bad,
                set.full,
                set.empty,
            ]
        };
        assert!(signs(&FINE).iter().chain(&signs(&ASCII)).all(|sign| width(sign) == 1));
        assert!(signs(&ASCII).iter().all(|sign| sign.is_ascii()));
        assert_eq!(Glyphs::for_terminal(None, "linux"), ASCII);
        assert_eq!(Glyphs::for_terminal(Some("fine"), "linux"), FINE);
        assert_eq!(Glyphs::for_terminal(None, "xterm-256color"), FINE);
    }
}
