//! A desk to work at: an empty folder, a fixed clock, the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// An empty folder with a ledger's name in it and nothing in the environment but what is said here.
pub struct Desk {
    folder: tempfile::TempDir,
    /// What the program remembers between runs.
    state: tempfile::TempDir,
    now: String,
    lang: &'static str,
    /// Columns and lines of the terminal; the lines only where a walk says so.
    screen: (u16, Option<u16>),
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let state = tempfile::tempdir().expect("a temporary folder");
        let now = "2021-01-15T09:00:00+08:00".to_owned();
        Self { folder, state, now, lang: "zh", screen: (100, None) }
    }

    /// A desk with an empty ledger of Jing'an.
    pub fn with_ledger() -> Self {
        Self::with_ledger_on("2021-01-15")
    }

    /// A desk whose ledger was founded on a day.
    pub fn with_ledger_on(day: &str) -> Self {
        let mut desk = Self::new();
        desk.on(day);
        desk.ok(&["init", "--office", "静安区知识产权局", "--region", "310106"]);
        desk
    }

    pub fn speaking(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// The day the clock stands at from here on.
    pub fn on(&mut self, day: &str) {
        self.now = format!("{day}T09:00:00+08:00");
    }

    /// The size of the terminal from here on.
    pub fn on_screen(&mut self, columns: u16, lines: u16) {
        self.screen = (columns, Some(lines));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn ledger(&self) -> PathBuf {
        self.path("ledger.db")
    }

    /// Writes a file on the desk.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the desk takes files");
        path.to_string_lossy().into_owned()
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program runs")
    }

    /// The program about to run, so that its surroundings can be changed.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_ipledger")), args)
    }

    /// Another program about to run in the same surroundings.
    pub fn command_of(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("IPLEDGER_DB", "ledger.db")
            .env("IPLEDGER_NOW", &self.now)
            .env("IPLEDGER_BY", "王芳")
            .env("IPLEDGER_LANG", self.lang)
            // The clock jumps by years in a test: only who asks is reminded of backups.
            .env("IPLEDGER_BACKUP_DAYS", "0")
            .env("COLUMNS", self.screen.0.to_string())
            .env("XDG_STATE_HOME", self.state.path())
            .env("HOME", self.folder.path());
        if let Some(lines) = self.screen.1 {
            command.env("LINES", lines.to_string());
        }
        command
    }

    /// Runs at a terminal, where somebody answers each question in turn, and with Enter alone when there is no answer
    /// left. Returns the exit code and what is then on the screen: a line drawn over is not there any more.
    #[cfg(unix)]
    pub fn at_terminal(&self, args: &[&str], answers: &[&str]) -> (Option<i32>, String) {
        let (code, sent) = self.sent_to_terminal(args, answers);
        let last = |line: &str| line.rsplit('\r').next().unwrap_or_default().to_owned();
        (code, sent.lines().map(|line| last(line) + "\n").collect())
    }

    /// The same with all that was sent to the terminal, what was drawn over too.
    #[cfg(unix)]
    pub fn sent_to_terminal(&self, args: &[&str], answers: &[&str]) -> (Option<i32>, String) {
        use std::io::{Read, Write};

        let (mut ours, theirs) = crate::terminal::pair();
        let end = || theirs.try_clone().expect("the terminal is shared");
        let mut command = self.command(args);
        command.env("NO_COLOR", "1").stdin(end()).stdout(end()).stderr(end());
        let mut child = command.spawn().expect("the program runs");
        // From here on only the program has their end: when it is gone, reading ends.
        drop((command, theirs));
        let mut answers = answers.iter();
        let (mut seen, mut some) = (Vec::new(), [0; 4096]);
        while let Ok(n @ 1..) = ours.read(&mut some) {
            seen.extend_from_slice(&some[..n]);
            if seen.ends_with(b"[y/N] ") {
                writeln!(ours, "{}", answers.next().unwrap_or(&"")).expect("it can be answered");
            }
        }
        let code = child.wait().expect("the program ends").code();
        (code, String::from_utf8(seen).expect("UTF-8").replace("\r\n", "\n"))
    }

    /// Runs and expects exit code 0; returns standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}\n{said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs with `--json`, whatever the exit code; returns it with the envelope.
    pub fn json(&self, args: &[&str]) -> (i32, Value) {
        let mut args = args.to_vec();
        args.push("--json");
        let output = self.run(&args);
        let text = if output.stdout.is_empty() { &output.stderr } else { &output.stdout };
        let text = String::from_utf8_lossy(text);
        let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{args:?}: {e}\n{text}"));
        (output.status.code().unwrap_or(-1), value)
    }

    /// The data of a command that must succeed.
    pub fn data(&self, args: &[&str]) -> Value {
        let (code, value) = self.json(args);
        assert_eq!(code, 0, "{args:?}: {value}");
        value["data"].clone()
    }
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A patent list as a clerk keeps one: two in the district, one elsewhere, one divisional, one PCT entry.
pub const PATENTS: &str = "\
申请号,类型,名称,申请日,授权公告日,申请人,地址,受理日\n\
201610281886.0,发明,一种装置,2016-04-29,2018-06-01,上海示例甲有限公司,上海市静安区江场路1号,\n\
201620406833.2,实用新型,一种支架,2016-05-06,2016-11-09,上海示例甲有限公司;上海示例乙有限公司,上海市静安区江场路1号,\n\
201710601862.3,发明,一种方法,2017-07-21,,上海示例乙有限公司,上海市闸北区共和新路2号,\n\
201810294721.6,发明,外区的装置,2018-03-30,2020-05-08,上海示例丙有限公司,上海市浦东新区张江路3号,\n\
201710362272.X,发明,分案的装置,2014-04-28,2019-01-08,上海示例甲有限公司,上海市静安区江场路1号,\n\
201680019204.7,发明,进入中国的装置,2016-03-25,,上海示例乙有限公司,上海市闸北区共和新路2号,2017-09-27\n";
