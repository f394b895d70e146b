//! Links the program for a quick start where the system's C library is GNU's: at a fixed address, since moving
//! 300 kB of tables to a random one costs a short command a fifteenth of its time; and with the C library and the
//! compiler's own inside, since finding, loading and binding them costs another eighth.

use std::env::var;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a Rust program asks of the system by name, and the archives that hold it and what they ask of each other.
const ARCHIVES: [(&str, &[&str]); 7] = [
    ("gcc_s", &["gcc_eh"]),
    ("c", &["c", "gcc", "gcc_eh"]),
    ("m", &["m"]),
    ("pthread", &["pthread"]),
    ("dl", &["dl"]),
    ("rt", &["rt"]),
    ("util", &["util"]),
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| var(format!("CARGO_CFG_TARGET_{part}"));
    if target("OS").as_deref() != Ok("linux") || target("ENV").as_deref() != Ok("gnu") {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    let (Ok(out), true) = (var("OUT_DIR"), var("HOST") == var("TARGET")) else { return };
    if take_archives(Path::new(&out)) {
        println!("cargo:rustc-link-arg-bins=-L{out}");
        println!("cargo:rustc-link-arg-bins=-Wl,--no-dynamic-linker");
    }
}

/// Puts where the linker looks first, under the name of each shared library, a script that names the archives. All
/// or none: where the system has only the shared ones, the program is linked with those.
fn take_archives(out: &Path) -> bool {
    let scripts = ARCHIVES.map(|(name, archives)| Some((name, script(archives)?)));
    let Some(scripts) = scripts.into_iter().collect::<Option<Vec<_>>>() else { return false };
    scripts
        .iter()
        .all(|(name, script)| std::fs::write(out.join(format!("lib{name}.a")), script).is_ok())
}

/// A linker script that stands for the archives; none if one is missing.
fn script(archives: &[&str]) -> Option<String> {
    let paths = archives.iter().map(|name| Some(archive_path(name)?.display().to_string()));
    let paths: Vec<String> = paths.collect::<Option<_>>()?;
    Some(format!("GROUP ( {} )\n", paths.join(" ")))
}

/// Where the C compiler finds an archive; none if it has none.
fn archive_path(name: &str) -> Option<PathBuf> {
    let found = Command::new("cc").arg(format!("-print-file-name=lib{name}.a")).output().ok()?;
    let path = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
    path.is_absolute().then_some(path)
}
