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
    use std::time::{Duration, Instant};

    use crate::support::Desk;
    use crate::terminal::Terminal;

    /// A desk whose first screen is there.
    fn begun(desk: &Desk, args: &[&str]) -> Terminal {
        let mut terminal = Terminal::of(desk.command(args), (80, 24));
        terminal.until("最近登记");
        assert!(terminal.screen().alternate_screen() && terminal.screen().bracketed_paste());
        terminal
    }

    #[test]
    fn it_is_left_by_f10_and_gives_the_screen_back() {
        let desk = Desk::with_ledger();
        for args in [&["desk"][..], &[]] {
            let mut terminal = begun(&desk, args);
            terminal.press("F10");
            assert_eq!(terminal.ended().0, 0);
        }
        let beside = std::fs::read_dir(desk.path("")).unwrap().count();
        assert_eq!(beside, 1, "one file is left");
    }

    #[test]
    fn signals_and_ctrl_c_end_it_with_their_codes() {
        let desk = Desk::with_ledger();
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("Ctrl-C");
        assert_eq!(terminal.ended().0, 130);
        for (signal, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130)] {
            let terminal = begun(&desk, &["desk"]);
            terminal.kill(signal);
            assert_eq!(terminal.ended().0, code, "{signal}");
        }
    }

    /// What was typed is there again, and where it lies is said.
    #[test]
    fn a_signal_while_one_types_loses_nothing() {
        let desk = Desk::with_ledger();
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("F5 party Space add Enter");
        terminal.until("还要填");
        terminal.press("上海示例𠮷祥有限公司");
        terminal.until("𠮷祥有限公司");
        terminal.kill("-TERM");
        let (code, said) = terminal.ended();
        assert_eq!(code, 143);
        assert!(said.contains("草稿"), "{said}");
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("Up Enter");
        terminal.until("上海示例𠮷祥有限公司");
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }

    #[test]
    fn ctrl_z_takes_back_and_does_not_suspend() {
        let desk = Desk::with_ledger();
        desk.ok(&["party", "add", "上海示例甲有限公司"]);
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("Ctrl-Z");
        terminal.until("F2 登记");
        terminal.press("F2");
        terminal.until("已登记为条目 3");
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }

    /// A terminal made smaller and larger while one types loses nothing of it.
    #[test]
    fn a_resize_loses_nothing() {
        let desk = Desk::with_ledger();
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("F5 party Space add Enter");
        terminal.until("还要填");
        for (n, (columns, lines)) in
            [(60, 20), (20, 6), (200, 60), (80, 24)].into_iter().enumerate()
        {
            terminal.press("听");
            terminal.resize(columns, lines);
            match columns < 60 {
                true => terminal.until("60"),
                false => terminal.until(&"听".repeat(n + 1)),
            }
        }
        let typed = "听".repeat(4);
        terminal.until(&typed);
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }

    /// What a file brings in steers no terminal, and what terminals draw wider than it is moves nothing beside it.
    #[test]
    fn hostile_titles_steer_nothing() {
        let desk = Desk::with_ledger();
        // Turned round, without width, a picture of two, a mark that joins.
        let list = "申请号,名称,申请日,申请人\n\
            201610281886.0,坏\u{202e}倒\u{200b}名👩\u{200d}🔬e\u{301}后面,2016-04-29,上海示例甲有限公司\n\
            201710592826.5,平常的名称,2017-05-16,上海示例甲有限公司\n";
        let file = desk.file("来件.csv", list);
        desk.ok(&["patent", "import", &file]);
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("F1 patent Space list Enter");
        terminal.until("201710592826.5");
        let text = terminal.text();
        assert!(text.contains('坏') && text.contains("后面"), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{text:?}");
        assert_eq!(text.lines().count(), 24, "{text}");
        // The next column begins where it begins in other rows.
        let applicant = |number: &str| {
            let row = text.lines().position(|line| line.contains(number)).expect("a row") as u16;
            let is_first = |column: &u16| {
                let cell = terminal.screen().cell(row, *column).expect("a cell");
                cell.contents() == "上"
            };
            (0..80).find(is_first).expect("its applicant")
        };
        assert_eq!(applicant("201610281886.0"), applicant("201710592826.5"), "{text}");
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }

    /// A terminal that marks no pastes sends one as keys: more than the reader takes at a time, none is left over.
    #[test]
    fn a_paste_of_several_kilobytes_without_marks_is_taken_whole() {
        let desk = Desk::with_ledger();
        let mut terminal = begun(&desk, &["desk"]);
        terminal.press("F5 party Space add Enter");
        terminal.until("名称");
        terminal.send(&format!("{}末", "示例".repeat(1500)));
        terminal.until("示例末");
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }

    /// The command line writes while a list, a count and a form are open: it waits for none of them, and the list shows
    /// what it wrote.
    #[test]
    fn a_colleague_records_while_the_desk_is_open() {
        let desk = Desk::with_ledger();
        let mut names = (1..).map(|n| format!("上海示例第{n}有限公司"));
        // Of three times the least: what waits for the desk waits each time, what waits for the machine does not.
        let mut takes = || {
            let mut took = || {
                let since = Instant::now();
                desk.ok(&["party", "add", &names.next().unwrap()]);
                since.elapsed()
            };
            [took(), took(), took()].into_iter().min().unwrap()
        };
        let alone = takes();
        let mut terminal = begun(&desk, &["desk"]);
        for (open, seen) in [
            ("F1 party Space list Enter", "上海示例第3有限公司"),
            ("Ctrl-T", "上海示例第6有限公司"),
            ("F5 party Space add Enter 上海示例某某有限公司", "某某有限公司"),
        ] {
            terminal.press(open);
            terminal.until(seen);
            let beside = takes();
            let waited = beside.saturating_sub(alone);
            assert!(waited < Duration::from_millis(250), "{open}: {alone:?} alone, {beside:?}");
            if open.starts_with("F1") {
                let since = Instant::now();
                terminal.until("上海示例第6有限公司");
                // It looks once a second; a machine with other work takes its time besides.
                assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
            }
        }
        terminal.press("F10");
        assert_eq!(terminal.ended().0, 0);
    }
}
