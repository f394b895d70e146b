//! Text inside a page.

use std::fmt::{self, Write};

/// Text that shows as itself, between tags and inside quoted attributes alike: whatever a firm is called,
/// it never opens a tag. What would steer a terminal or is no character of HTML becomes a blank.
pub struct Plain<'a>(pub &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_html_reads_as_its_own_is_written_out() {
        let text = "<b onclick='x'>甲 & \"乙\"</b>\u{0}\n";
        let plain = "&lt;b onclick=&#39;x&#39;&gt;甲 &amp; &quot;乙&quot;&lt;/b&gt;  ";
        assert_eq!(Plain(text).to_string(), plain);
    }

    proptest! {
        #[test]
        fn no_text_opens_a_tag_or_leaves_its_quotes(text in "(<|>|&|\"|'|script|.){0,60}") {
            let plain = Plain(&text).to_string();
            prop_assert!(!plain.contains(['<', '>', '"', '\'']), "{plain}");
        }
    }
}
