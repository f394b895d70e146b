//! Walks at the desk: keys in, screens out, at a terminal; what they leave behind is what the typed walk leaves.
//!
//! In a fenced block `$ ipledger desk` opens the desk, and below it stands the screen as it must be then. `> keys` are
//! pressed (`F2`, `Down*3`, `Ctrl-P`; other words are typed); below them may stand the screen, or in `< words` only what
//! must be seen on it. F10 as the last key ends the desk, and what it says then stands below. Other commands are run as
//! in the typed walks. `<!-- 2021-04-20 -->` moves the clock, `<!-- 60x20 -->` gives the terminal another size, a block
//! that begins ` ```file NAME ` is a file somebody saves.
//!
//! Beside it the same is typed, in a folder of its own: by `<!-- typed: claim -->` all commands of that walk, by
//! a block that begins ` ```typed ` its own. From there on both ledgers have the same head: entry by entry the same lines.
//!
//! With `IPLEDGER_WALKS=write` screens and outputs are written anew, also where a line `?` stands for one.

use std::iter::Peekable;
use std::str::Lines;

use crate::support::{Desk, repository};
use crate::terminal::Terminal;
use crate::walks::{desk_with_files, played, remark, size, type_all_of};

#[test]
fn a_clerks_first_ten_minutes_at_the_desk() {
    Walk::play("zh", "first_ten_minutes");
}

#[test]
fn an_afternoon_with_a_pledge_at_the_desk() {
    Walk::play("zh", "pledge_afternoon");
}

#[test]
fn a_claim_by_two_people_at_their_desks() {
    Walk::play("zh", "claim");
}

#[test]
fn a_months_end_with_a_bank_at_the_desk() {
    Walk::play("zh", "month_end");
}

#[test]
fn a_quarters_end_at_the_desk() {
    Walk::play("zh", "quarter_end");
}

#[test]
fn a_mistake_undone_at_the_desk() {
    Walk::play("zh", "mistake_undone");
}

#[test]
fn an_afternoon_with_a_pledge_at_a_desk_in_english() {
    Walk::play("en", "pledge_afternoon");
}

#[test]
fn a_claim_by_two_people_at_desks_in_english() {
    Walk::play("en", "claim");
}

#[test]
fn a_months_end_with_a_bank_at_a_desk_in_english() {
    Walk::play("en", "month_end");
}

#[test]
fn a_quarters_end_at_a_desk_in_english() {
    Walk::play("en", "quarter_end");
}

#[test]
fn a_mistake_undone_at_a_desk_in_english() {
    Walk::play("en", "mistake_undone");
}

/// A walk being played.
struct Walk {
    desk: Desk,
    /// Where the same is typed.
    typed: Desk,
    at: Option<Terminal>,
    lang: &'static str,
    size: (u16, u16),
    writes: bool,
    name: String,
}

impl Walk {
    fn play(lang: &'static str, name: &str) {
        let path = repository(&format!("tests/desk/walks/{lang}/{name}.md"));
        let text = std::fs::read_to_string(&path).unwrap();
        let mut walk = Self {
            desk: desk_with_files(lang),
            typed: desk_with_files(lang),
            at: None,
            lang,
            size: (80, 24),
            writes: std::env::var("IPLEDGER_WALKS").as_deref() == Ok("write"),
            name: format!("{lang}/{name}"),
        };
        let mut transcript = String::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            transcript += &format!("{line}\n");
            transcript += &match line.strip_prefix("```") {
                Some("") => walk.block(&mut lines),
                Some("typed") => walk.type_block(&mut lines),
                Some(file) => walk.save(file.strip_prefix("file ").unwrap_or(file), &mut lines),
                None => {
                    walk.heed(remark(line));
                    String::new()
                }
            };
            if walk.writes {
                // What was seen so far helps whoever writes the walk when a later step fails.
                let rest: Vec<&str> = lines.clone().collect();
                let rest = rest.join("\n");
                std::fs::write(&path, format!("{transcript}{rest}\n").trim_end().to_owned() + "\n")
                    .unwrap();
            }
        }
        assert!(walk.at.is_none(), "the desk was left");
        assert!(text.contains("typed"), "the same is typed beside it");
    }

    fn heed(&mut self, remark: Option<&str>) {
        let Some(remark) = remark else { return };
        if let Some(walk) = remark.strip_prefix("typed: ") {
            // From the day on which that walk begins.
            self.typed = desk_with_files(self.lang);
            type_all_of(&mut self.typed, self.lang, walk);
            self.compare();
        } else if let Some(size) = size(remark) {
            self.size = size;
            if let Some(terminal) = &mut self.at {
                terminal.resize(size.0, size.1);
            }
        } else {
            self.desk.on(remark);
            self.typed.on(remark);
        }
    }

    /// Plays a block; returns how it reads now.
    fn block(&mut self, lines: &mut Peekable<Lines<'_>>) -> String {
        let is_mark =
            |line: &&str| ["$ ", "> ", "< ", "```"].iter().any(|mark| line.starts_with(mark));
        let mut now = String::new();
        while let Some(line) = lines.next() {
            now += &format!("{line}\n");
            if line == "```" {
                break;
            }
            let mut expected = String::new();
            while let Some(next) = lines.next_if(|next| !is_mark(next)) {
                expected += &format!("{next}\n");
            }
            now += &match line.split_once(' ') {
                None => panic!("{}: what is {line:?}?", self.name),
                Some(("$", command)) => self.command(command, &expected),
                Some((">", keys)) => self.press(keys, &expected),
                Some((_, words)) => {
                    self.at().until(words);
                    String::new()
                }
            };
        }
        now
    }

    fn at(&mut self) -> &mut Terminal {
        self.at.as_mut().expect("the desk is open")
    }

    fn command(&mut self, command: &str, expected: &str) -> String {
        let args: Vec<&str> = command.split_whitespace().skip(1).collect();
        if args.contains(&"desk") {
            assert!(self.at.is_none(), "one desk at a time");
            self.at = Some(Terminal::of(self.desk.command(&args), self.size));
            return self.seen(expected);
        }
        let said = played(&self.desk, &args);
        assert!(
            self.writes || said == expected,
            "{} says otherwise now: {command}\n{said}",
            self.name
        );
        said
    }

    fn press(&mut self, keys: &str, expected: &str) -> String {
        self.at().press(keys);
        if !keys.ends_with("F10") {
            return self.seen(expected);
        }
        let (code, mut said) = self.at.take().expect("the desk is open").ended();
        if code != 0 {
            said += &format!("[{code}]\n");
        }
        let said = said.trim_start().to_owned();
        assert!(self.writes || said == expected, "{} ends otherwise now:\n{said}", self.name);
        said
    }

    /// The screen as it must become.
    fn seen(&mut self, expected: &str) -> String {
        if expected.is_empty() {
            return String::new();
        }
        let (writes, name) = (self.writes, self.name.clone());
        let terminal = self.at();
        if writes {
            return terminal.settled();
        }
        let is_so = terminal.becomes(|now| now.text() == expected);
        assert!(is_so, "{name}: wanted\n{expected}there is\n{}", terminal.text());
        expected.to_owned()
    }

    /// Types the commands of a block; returns the block.
    fn type_block(&mut self, lines: &mut Peekable<Lines<'_>>) -> String {
        let mut now = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            now += &format!("{line}\n");
            let args: Vec<&str> = line.split_whitespace().skip(2).collect();
            let output = self.typed.run(&args);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 3)), "{line}\n{said}");
        }
        self.compare();
        now + "```\n"
    }

    /// Saves a block as a file in both folders; returns the block.
    fn save(&self, name: &str, lines: &mut Peekable<Lines<'_>>) -> String {
        let mut text = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            text += &format!("{line}\n");
        }
        self.desk.file(name, &text);
        self.typed.file(name, &text);
        text + "```\n"
    }

    /// Both ledgers have the same head.
    fn compare(&self) {
        let anchor = |desk: &Desk| desk.data(&["status"])["anchor"].clone();
        let log = |desk: &Desk| desk.ok(&["log"]);
        assert_eq!(
            anchor(&self.desk),
            anchor(&self.typed),
            "{}: at the desk\n{}typed\n{}",
            self.name,
            log(&self.desk),
            log(&self.typed)
        );
    }
}
