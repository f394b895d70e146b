//! Links the program for a quick start where the system's C library is GNU's: at a fixed address, since moving
//! 300 kB of tables to a random one costs a short command a fifteenth of its time; and with the compiler's own
//! library inside, since finding and loading one more file costs another thirtieth.

use std::env::var;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| var(format!("CARGO_CFG_TARGET_{part}"));
    if target("OS").as_deref() == Ok("linux") && target("ENV").as_deref() == Ok("gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
        if var("HOST") == var("TARGET") {
            take_unwinder_inside();
        }
    }
}

/// Puts where the linker looks first, under the name of the shared library, a script that names the archive. Where
/// the compiler has none, nothing changes.
fn take_unwinder_inside() {
    let Ok(found) = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output() else { return };
    let path = String::from_utf8_lossy(&found.stdout);
    let (path, out) = (Path::new(path.trim()), var("OUT_DIR").unwrap_or_default());
    let script = Path::new(&out).join("libgcc_s.a");
    if path.is_absolute()
        && std::fs::write(script, format!("INPUT ( {} )\n", path.display())).is_ok()
    {
        println!("cargo:rustc-link-search=native={out}");
    }
}
