//! The desk at a terminal: it takes the screen, gives it back however it ends, and without one says what to use.

use crate::support::Desk;

#[test]
fn without_a_terminal_the_desk_says_what_to_use() {
    let desk = Desk::with_ledger();
    let output = desk.run(&["desk"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("ipledger status"), "{said}");
    assert!(desk.run(&[]).status.success(), "alone it answers as before");
}

#[cfg(unix)]
mod at_a_terminal {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Child, Command};
    use std::time::{Duration, Instant};

    use crate::support::Desk;

    const ENTERS: &str = "\u{1b}[?1049h";
    const LEAVES: &str = "\u{1b}[?1049l";

    /// The program at a terminal, and what it has sent there.
    struct Screen {
        child: Child,
        ours: File,
        seen: std::sync::mpsc::Receiver<Vec<u8>>,
        text: String,
    }

    impl Screen {
        fn of(desk: &Desk, args: &[&str]) -> Self {
            let (ours, theirs) = Desk::terminal();
            let end = || theirs.try_clone().unwrap();
            let mut command: Command = desk.command(args);
            command.env("TERM", "xterm-256color").stdin(end()).stdout(end()).stderr(end());
            let child = command.spawn().unwrap();
            drop((command, theirs));
            let (send, seen) = std::sync::mpsc::channel();
            let mut reading = ours.try_clone().unwrap();
            std::thread::spawn(move || {
                let mut some = [0; 4096];
                while let Ok(n @ 1..) = reading.read(&mut some) {
                    if send.send(some[..n].to_vec()).is_err() {
                        return;
                    }
                }
            });
            Self { child, ours, seen, text: String::new() }
        }

        /// Waits until a text was sent.
        fn until(&mut self, text: &str) {
            let since = Instant::now();
            while !self.text.contains(text) {
                assert!(
                    since.elapsed() < Duration::from_secs(60),
                    "no {text:?} in {:?}",
                    self.text
                );
                if let Ok(bytes) = self.seen.recv_timeout(Duration::from_millis(100)) {
                    self.text.push_str(&String::from_utf8_lossy(&bytes));
                }
            }
        }

        fn types(&mut self, keys: &str) {
            self.ours.write_all(keys.as_bytes()).unwrap();
        }

        /// Waits for the end; returns the exit code. The screen was given back.
        fn ended(mut self) -> i32 {
            self.until(LEAVES);
            let status = self.child.wait().unwrap();
            assert_eq!(status.signal(), None, "it ended by itself");
            status.code().unwrap()
        }
    }

    /// A desk whose first screen is there.
    fn begun(desk: &Desk, args: &[&str]) -> Screen {
        let mut screen = Screen::of(desk, args);
        screen.until(ENTERS);
        // Wide characters are sent one by one; a key at the foot is sent whole.
        screen.until("F10");
        screen
    }

    #[test]
    fn it_is_left_by_f10_and_gives_the_screen_back() {
        let desk = Desk::with_ledger();
        for args in [&["desk"][..], &[]] {
            let mut screen = begun(&desk, args);
            // F10 as xterm sends it.
            screen.types("\u{1b}[21~");
            assert_eq!(screen.ended(), 0);
        }
        let beside = std::fs::read_dir(desk.path("")).unwrap().count();
        assert_eq!(beside, 1, "one file is left");
    }

    #[test]
    fn signals_and_ctrl_c_end_it_with_their_codes() {
        let desk = Desk::with_ledger();
        let mut screen = begun(&desk, &["desk"]);
        screen.types("\u{3}");
        assert_eq!(screen.ended(), 130);
        for (signal, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130)] {
            let screen = begun(&desk, &["desk"]);
            let killed =
                Command::new("kill").args([signal, &screen.child.id().to_string()]).status();
            assert!(killed.unwrap().success());
            assert_eq!(screen.ended(), code, "{signal}");
        }
    }
}
