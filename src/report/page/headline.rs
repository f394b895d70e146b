//! The figures a reader sees first, as cards.

use super::around;
use super::html::Plain;
use crate::i18n::Lang;
use crate::i18n::page as say;
use crate::i18n::punctuation::clauses;
use crate::report::document::{Goal, Headline};
use crate::report::shown::shown;

/// Characters from which on a figure is set smaller, so that an amount still fits its card.
const LONG: usize = 8;
const LONGER: usize = 13;

/// Returns the cards, in the document's order.
pub fn cards(headlines: &[Headline], lang: Lang) -> String {
    let cards: String = headlines.iter().map(|headline| card(headline, lang)).collect();
    let open = format!(
        "<section class=\"headlines\" aria-labelledby=\"headlines-title\">\n<h2 id=\"headlines-title\">{}</h2>\n<ul>\n",
        say::headlines(lang)
    );
    around(&open, &cards, "</ul>\n</section>\n")
}

fn card(headline: &Headline, lang: Lang) -> String {
    let figure = shown(&headline.value, lang);
    let size = match figure.chars().count() {
        0..LONG => "figure",
        LONG..LONGER => "figure long",
        _ => "figure longer",
    };
    let note = headline.note.as_deref().unwrap_or_default();
    format!(
        "<li><h3>{}</h3><p class=\"{size}\"><b>{}</b>{}</p>{}{}</li>\n",
        Plain(&headline.label),
        Plain(&figure),
        around(" <span>", &Plain(&headline.unit).to_string(), "</span>"),
        headline.goal.as_ref().map(|goal| progress(goal, lang)).unwrap_or_default(),
        around("<p class=\"note\">", &Plain(note).to_string(), "</p>"),
    )
}

/// A bar towards the goal with a mark where an even pace would be. What it shows is said in words
/// below it, so the drawing itself is for eyes only.
fn progress(goal: &Goal, lang: Lang) -> String {
    let reached = goal.permille.max(0);
    // Who has passed the goal sees by how much: then the goal is a mark inside the bar.
    let whole = reached.max(goal.expected_permille.unwrap_or(0)).max(1000);
    let mark = |class: &str, at: i64| {
        format!("<i class=\"{class}\" style=\"left:{}\"></i>", percent(at * 1000 / whole))
    };
    let pace = goal.expected_permille.filter(|at| *at >= 0).map(|at| mark("pace", at));
    let passed = (whole > 1000).then(|| mark("passed", 1000));
    let (class, words) = against_pace(goal, lang);
    format!(
        "<div class=\"progress {class}\" aria-hidden=\"true\"><i class=\"reached\" style=\"width:{}\"></i>{}{}</div>\
         <p class=\"goal\"><span>{}</span> <strong>{}</strong></p>{}",
        percent(reached * 1000 / whole),
        passed.unwrap_or_default(),
        pace.unwrap_or_default(),
        Plain(&goal.label),
        say::done(lang, percent(goal.permille)),
        around(&format!("<p class=\"against {class}\">"), &words, "</p>"),
    )
}

/// Whether the goal is kept up with: a class for the look, the words for the reader.
fn against_pace(goal: &Goal, lang: Lang) -> (&'static str, String) {
    let Some(expected) = goal.expected_permille else {
        return (if goal.permille >= 1000 { "ahead" } else { "open" }, String::new());
    };
    let points = goal.permille - expected;
    let written = points_of(points.abs());
    let (class, words) = match points {
        1.. => ("ahead", say::pace_ahead(lang, written)),
        0 => ("ahead", say::pace_kept(lang)),
        ..0 => ("behind", say::pace_behind(lang, written)),
    };
    let pace = say::pace(lang, percent(expected));
    (class, clauses(lang, [pace, words]))
}

/// Thousandths as percent with one decimal.
fn percent(permille: i64) -> String {
    format!("{}%", points_of(permille))
}

fn points_of(permille: i64) -> String {
    let sign = if permille < 0 { "-" } else { "" };
    format!("{sign}{}.{}", permille.unsigned_abs() / 10, permille.unsigned_abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Cell;

    fn goal(permille: i64, expected_permille: Option<i64>) -> String {
        progress(&Goal { label: "目标 6,000".into(), permille, expected_permille }, Lang::Zh)
    }

    #[test]
    fn a_goal_says_in_words_what_its_bar_shows() {
        let behind = goal(152, Some(200));
        assert!(behind.contains("style=\"width:15.2%\""), "{behind}");
        assert!(behind.contains("class=\"pace\" style=\"left:20.0%\""), "{behind}");
        assert!(behind.contains("时序进度 20.0%，落后 4.8 个百分点"), "{behind}");
        assert!(goal(200, Some(200)).contains("与时序进度持平"));
        assert!(!goal(400, None).contains("时序进度"), "a level has no pace");
    }

    #[test]
    fn a_goal_passed_stands_inside_its_bar() {
        let passed = goal(1250, Some(1000));
        assert!(passed.contains("class=\"reached\" style=\"width:100.0%\""), "{passed}");
        assert!(passed.contains("class=\"passed\" style=\"left:80.0%\""), "{passed}");
        assert!(passed.contains("完成 125.0%"), "{passed}");
    }

    #[test]
    fn long_figures_are_set_smaller() {
        let card = |value| {
            let headline =
                Headline {
                    label: "余额".into(), value, unit: "元".into(), note: None, goal: None
                };
            card(&headline, Lang::Zh)
        };
        assert!(card(Cell::Count(1234)).contains("\"figure\"><b>1,234</b> <span>元</span>"));
        assert!(
            card(Cell::Yuan(123_456_789_000)).contains("\"figure longer\"><b>1,234,567,890.00</b>")
        );
    }
}
