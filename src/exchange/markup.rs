//! Tags and text of XML that spreadsheet programs write: enough to find tables in it, and nothing is believed that a
//! tag says of sizes.

/// A piece of markup; names as they stand, with their prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    Text(&'a str),
    /// A start tag or an empty one; `Close` follows for both.
    Open(&'a str, Attributes<'a>),
    Close(&'a str),
}

/// The attributes of a tag, unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'a>(&'a str);

impl Attributes<'_> {
    /// Returns an attribute's value, its references replaced.
    pub fn get(self, name: &str) -> Option<String> {
        super::html::attribute(self.0, name).map(super::html::unescaped)
    }
}

/// Cuts a text into tags and what stands between them; comments, processing instructions and declarations are dropped.
pub(super) fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = text;
    let mut pending = None;
    std::iter::from_fn(move || {
        if let Some(name) = pending.take() {
            return Some(Tag::Close(name));
        }
        loop {
            if rest.is_empty() {
                return None;
            }
            let at = rest.find('<').unwrap_or(rest.len());
            if at > 0 {
                let (text, after) = rest.split_at(at);
                rest = after;
                return Some(Tag::Text(text));
            }
            if let Some(after) = rest.strip_prefix("<![CDATA[") {
                let (text, after) = after.split_once("]]>").unwrap_or((after, ""));
                rest = after;
                return Some(Tag::Text(text));
            }
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let end = super::html::tag_end(rest);
            let tag = rest.get(1..end).unwrap_or("");
            rest = rest.get(end + 1..).unwrap_or("");
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Tag::Close(name.trim()));
            }
            let (body, is_empty) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
            let split = body.find(char::is_whitespace).unwrap_or(body.len());
            let (name, attributes) = body.split_at(split);
            pending = is_empty.then_some(name);
            return Some(Tag::Open(name, Attributes(attributes)));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_cut_at_its_tags() {
        let shown: Vec<String> = tags("<?xml?><a x='1>2'>甲<!-- no --><b/><![CDATA[<乙>]]></a>")
            .map(|tag| match tag {
                Tag::Text(text) => format!("\"{text}\""),
                Tag::Open(name, attributes) => format!("{name}{:?}", attributes.get("x")),
                Tag::Close(name) => format!("/{name}"),
            })
            .collect();
        assert_eq!(shown, ["aSome(\"1>2\")", "\"甲\"", "bNone", "/b", "\"<乙>\"", "/a"]);
        assert_eq!(tags("<").count(), 1);
        assert_eq!(tags("<a").count(), 1);
    }
}
