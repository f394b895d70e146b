//! The program at a terminal of its own: keys in, and what then stands on the screen.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Termios, Winsize, tcgetattr, tcsetwinsize};

/// How long something that must come is waited for, on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long nothing must be sent for a screen to be taken for complete, where it is only looked at.
const QUIET: Duration = Duration::from_millis(2500);

/// A terminal with the program at it.
pub struct Terminal {
    pub child: Child,
    ours: File,
    /// Kept open, so that the terminal and its modes outlive the program.
    theirs: File,
    sent: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Its modes before the program began.
    before: Termios,
}

impl Terminal {
    /// Runs a command at a terminal of so many columns and lines.
    pub fn of(mut command: Command, (columns, lines): (u16, u16)) -> Self {
        let (ours, theirs) = pair();
        tcsetwinsize(&theirs, winsize(columns, lines)).expect("a terminal has a size");
        let before = tcgetattr(&theirs).expect("a terminal has modes");
        let end = || theirs.try_clone().expect("the terminal is shared");
        // The size is the terminal's own.
        command.env_remove("COLUMNS").env_remove("LINES").env("TERM", "xterm-256color");
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn();
        let child = child.expect("the program runs");
        let (send, sent) = channel();
        let mut reading = ours.try_clone().expect("the terminal is shared");
        std::thread::spawn(move || {
            let mut some = [0; 4096];
            while let Ok(n @ 1..) = reading.read(&mut some) {
                if send.send(some[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let cells = |n| NonZeroU16::new(n).expect("a size");
        let screen = vt100::Parser::new(cells(lines), cells(columns), 0);
        Self { child, ours, theirs, sent, screen, before }
    }

    /// Sends bytes as the terminal would.
    pub fn send(&mut self, bytes: &str) {
        self.ours.write_all(bytes.as_bytes()).expect("the terminal takes keys");
    }

    /// Presses keys: names, as `F2`, `Down*3` and `Ctrl-P`, and words that are typed.
    pub fn press(&mut self, keys: &str) {
        let mut bytes = String::new();
        for word in keys.split_whitespace() {
            assert!(!bytes.ends_with('\u{1b}'), "Esc with more behind it is another key: {keys}");
            let times = word.split_once('*').and_then(|(key, n)| Some((key, n.parse().ok()?)));
            let (word, times) = times.unwrap_or((word, 1));
            bytes.push_str(&sent_by(word).unwrap_or_else(|| word.to_owned()).repeat(times));
        }
        self.send(&bytes);
    }

    /// Gives the terminal another size and tells the program, which has no session to be told by.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        tcsetwinsize(&self.theirs, winsize(columns, lines)).expect("a terminal has a size");
        let cells = |n| NonZeroU16::new(n).expect("a size");
        self.screen.screen_mut().set_size(cells(lines), cells(columns));
        self.kill("-WINCH");
    }

    pub fn kill(&self, signal: &str) {
        let killed = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(killed.expect("kill runs").success(), "{signal}");
    }

    /// Takes what has been sent until now; whether there was anything.
    fn take(&mut self, wait: Duration) -> bool {
        let Ok(bytes) = self.sent.recv_timeout(wait) else { return false };
        self.screen.process(&bytes);
        while let Ok(bytes) = self.sent.try_recv() {
            self.screen.process(&bytes);
        }
        true
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// What stands on the screen, without the blanks behind it.
    pub fn text(&self) -> String {
        let (_, columns) = self.screen().size();
        let lines: Vec<String> = self.screen().rows(0, columns.get()).collect();
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        lines.join("\n").trim_end().to_owned() + "\n"
    }

    /// Waits until the screen is as wanted; whether it became so.
    pub fn becomes(&mut self, is_so: impl Fn(&Self) -> bool) -> bool {
        let since = Instant::now();
        while !is_so(self) {
            if since.elapsed() > PATIENCE {
                return false;
            }
            self.take(Duration::from_millis(50));
        }
        true
    }

    /// Waits until a text stands on the screen.
    pub fn until(&mut self, text: &str) {
        assert!(self.becomes(|now| now.text().contains(text)), "no {text:?} in\n{}", self.text());
    }

    /// Waits until nothing is sent any more, and returns what then stands there.
    pub fn settled(&mut self) -> String {
        while self.take(QUIET) {}
        self.text()
    }

    /// The column and the line of the terminal's own cursor.
    pub fn cursor(&self) -> (u16, u16) {
        let (line, column) = self.screen().cursor_position();
        (column, line)
    }

    /// Waits for the end; returns the exit code, or the signal below nothing. The screen was given back, the cursor and
    /// the modes are as before.
    pub fn ended(mut self) -> (i32, String) {
        let since = Instant::now();
        let status = loop {
            self.take(Duration::from_millis(20));
            match self.child.try_wait().expect("the program can be waited for") {
                Some(status) => break status,
                None => assert!(since.elapsed() < PATIENCE, "it runs on:\n{}", self.text()),
            }
        };
        while self.take(Duration::from_millis(200)) {}
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the screen was not given back");
        assert!(!screen.hide_cursor() && !screen.bracketed_paste(), "{}", self.text());
        let now = tcgetattr(&self.theirs).expect("a terminal has modes");
        assert_eq!(modes(&now), modes(&self.before), "the modes are as before");
        assert!(now.local_modes.contains(LocalModes::ECHO | LocalModes::ICANON));
        (status.code().unwrap_or_else(|| -status.signal().unwrap_or(0)), self.text())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves no program behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The two ends of a terminal: ours, and the program's.
pub fn pair() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("a terminal for the program");
    let name = ptsname(&ours, Vec::new()).expect("the terminal has a name");
    let no_control = OFlags::NOCTTY.bits() as i32;
    let theirs = File::options()
        .read(true)
        .write(true)
        .custom_flags(no_control)
        .open(OsStr::from_bytes(name.as_bytes()))
        .expect("the terminal opens");
    (File::from(ours), theirs)
}

fn winsize(columns: u16, lines: u16) -> Winsize {
    Winsize { ws_col: columns, ws_row: lines, ws_xpixel: 0, ws_ypixel: 0 }
}

fn modes(of: &Termios) -> String {
    let Termios { input_modes, output_modes, control_modes, local_modes, .. } = of;
    format!("{input_modes:?} {output_modes:?} {control_modes:?} {local_modes:?}")
}

/// What xterm sends for a key.
fn sent_by(key: &str) -> Option<String> {
    let sent = match key {
        "Enter" => "\r",
        "Esc" => "\u{1b}",
        "Tab" => "\t",
        "BackTab" => "\u{1b}[Z",
        "Up" => "\u{1b}[A",
        "Down" => "\u{1b}[B",
        "Right" => "\u{1b}[C",
        "Left" => "\u{1b}[D",
        "Home" => "\u{1b}[H",
        "End" => "\u{1b}[F",
        "PgUp" => "\u{1b}[5~",
        "PgDn" => "\u{1b}[6~",
        "Del" => "\u{1b}[3~",
        "Back" => "\u{7f}",
        "Space" => " ",
        "F1" => "\u{1b}OP",
        "F2" => "\u{1b}OQ",
        "F3" => "\u{1b}OR",
        "F4" => "\u{1b}OS",
        "F5" => "\u{1b}[15~",
        "F6" => "\u{1b}[17~",
        "F7" => "\u{1b}[18~",
        "F8" => "\u{1b}[19~",
        "F9" => "\u{1b}[20~",
        "F10" => "\u{1b}[21~",
        _ => {
            let letter = key.strip_prefix("Ctrl-")?.bytes().next()?;
            return Some(char::from(letter.to_ascii_lowercase() & 0x1f).to_string());
        }
    };
    Some(sent.to_owned())
}
