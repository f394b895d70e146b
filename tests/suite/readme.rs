//! The README's commands, run in order as they stand.

use crate::demo;
use crate::support::{Desk, repository};

/// A command of the README, and the exit code its remark says.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    words: Vec<String>,
    code: i32,
}

/// Every block whose commands are the program's: a `\` at a line's end goes on below, `#` begins a remark, in which
/// `exit 5` names the exit code.
fn commands(readme: &str) -> Vec<Command> {
    let mut found = Vec::new();
    let blocks = readme.split("```").skip(1).step_by(2);
    for line in blocks
        .flat_map(|block| block.replace("\\\n", " ").lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let (command, remark) = line.split_once(" #").unwrap_or((&line, ""));
        let Some(command) = command.trim().strip_prefix("ipledger ") else { continue };
        let code = remark.split_once("exit ").map_or("0", |(_, code)| &code[..1]);
        let words = command.split_whitespace().map(str::to_owned).collect();
        found.push(Command { words, code: code.parse().expect("an exit code") });
    }
    found
}

#[test]
fn every_block_of_the_readme_runs_in_order() {
    let desk = demo::desk("zh");
    copy("samples", &desk);
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(commands.len() >= 40, "{} commands", commands.len());
    for command in &commands {
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        let output = desk.run(&words);
        let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
        assert_eq!(output.status.code(), Some(command.code), "{}:\n{said}", words.join(" "));
    }
}

/// The blocks of a README without their remarks, and of each remark the exit code it says.
fn blocks(readme: &str) -> Vec<Vec<(String, Option<char>)>> {
    let code = |remark: &str| {
        let behind = ["exit ", "退出码 "].iter().find_map(|word| remark.split_once(word));
        behind.and_then(|(_, code)| code.chars().next())
    };
    let line = |line: &str| {
        let (command, remark) = line.split_once(" #").unwrap_or((line, ""));
        (command.trim_end().to_owned(), code(remark))
    };
    readme.split("```").skip(1).step_by(2).map(|block| block.lines().map(line).collect()).collect()
}

#[test]
fn the_chinese_readme_has_the_same_commands_headings_and_pictures() {
    let [english, chinese] = ["README.md", "README.zh.md"]
        .map(|name| std::fs::read_to_string(repository(name)).unwrap());
    let (of_english, of_chinese) = (blocks(&english), blocks(&chinese));
    assert!(of_english.len() >= 10, "{} blocks", of_english.len());
    for (english, chinese) in of_english.iter().zip(&of_chinese) {
        assert_eq!(english, chinese);
    }
    assert_eq!(of_english.len(), of_chinese.len());
    let count =
        |text: &str, start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(count(&english, "## "), count(&chinese, "## "));
    for (readme, lang) in [(&english, "en"), (&chinese, "zh")] {
        let pictures: Vec<&str> = readme
            .split("](docs/desk/")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(name, _)| name)
            .collect();
        let expected = ["home", "list", "form"].map(|name| format!("{name}.{lang}.svg"));
        assert_eq!(pictures, expected);
        let desk = readme.find("docs/desk/home").unwrap();
        assert!(desk < readme.find("IPLEDGER_DB").unwrap(), "the desk comes first");
        for name in pictures {
            assert!(repository(&format!("docs/desk/{name}")).is_file(), "{name}");
        }
    }
}

/// Copies a folder of the repository to the desk.
fn copy(folder: &str, desk: &Desk) {
    std::fs::create_dir_all(desk.path(folder)).unwrap();
    for entry in std::fs::read_dir(repository(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => copy(&name, desk),
            false => drop(std::fs::copy(entry.path(), desk.path(&name)).unwrap()),
        }
    }
}

#[test]
fn a_remark_says_the_exit_code_and_a_backslash_goes_on() {
    let readme = "Text.\n```\nipledger demo      # all\nipledger pledge check 1 \\\n    --on 2021-01-12   # refused: exit 5\ncargo test\n```\n";
    let command =
        |words: &str, code| Command { words: words.split(' ').map(str::to_owned).collect(), code };
    let expected = [command("demo", 0), command("pledge check 1 --on 2021-01-12", 5)];
    assert_eq!(commands(readme), expected);
}
