//! Files written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::ExchangeError;
use crate::ledger::interrupt;

/// Writes a file through `fill`: beside its place first, then moved there, so that nobody ever sees half of
/// it and a failure leaves what was there. `-` is standard output; a link is followed; a device or a pipe is written
/// to where it stands.
///
/// Errors: `file-not-found` (no such folder), `file-is-directory`, `file-unwritable`.
pub fn write_whole(
    path: &str,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ExchangeError> {
    if path == "-" {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = fill(&mut out).and_then(|()| out.flush());
        return written.map_err(|error| ExchangeError::writing(path, &error));
    }
    let located = |error: io::Error| ExchangeError::writing(path, &error);
    let fill = |file: &mut fs::File| {
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        out.flush()
    };
    // The system opens what a link to a pipe or to an open file (`/dev/stdout`) stands for; its text does not say.
    if is_no_file(Path::new(path)) {
        let open = fs::OpenOptions::new().write(true).open(path);
        return open.and_then(|mut there| fill(&mut there)).map_err(located);
    }
    replace(&behind_links(Path::new(path)).map_err(located)?, fill)
}

/// Writes a file as [`write_whole`] does, for its owner's eyes only where it is new.
pub fn write_private(
    path: &str,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ExchangeError> {
    let located = |error: io::Error| ExchangeError::writing(path, &error);
    if path == "-" || is_no_file(Path::new(path)) || Path::new(path).exists() {
        return write_whole(path, fill);
    }
    let place = behind_links(Path::new(path)).map_err(located)?;
    written(&place, private_beside(&place), |file| {
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        out.flush()
    })
}

/// Whether what is at a path is written to where it stands: a device, a pipe, something a program has open.
fn is_no_file(path: &Path) -> bool {
    let is_open = behind_links(path).is_ok_and(|place| place.starts_with("/proc"))
        || path.starts_with("/dev/fd")
        || ["/dev/stdout", "/dev/stderr"].map(Path::new).contains(&path);
    is_open || fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Links followed from one to the next, as the system does.
const LINKS: usize = 40;

/// Where a path leads: a link to a file that is still to be made leads to that file.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&place) {
            Ok(target) => {
                place = place.parent().map_or(target.clone(), |folder| folder.join(target))
            }
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::from(io::ErrorKind::InvalidInput))
}

/// Writes a file beside `path` and moves it there.
fn replace(
    path: &Path,
    fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), ExchangeError> {
    written(path, beside(path), fill)
}

/// Fills a file that stands beside `path` and moves it there.
fn written(
    path: &Path,
    file: io::Result<NamedTempFile>,
    fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), ExchangeError> {
    let write = || {
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let _hold = interrupt::hold();
        let mut file = file?;
        // What is written over keeps its rights: who may read it was decided.
        if let Ok(there) = fs::metadata(path) {
            file.as_file().set_permissions(there.permissions())?;
        }
        fill(file.as_file_mut())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| ExchangeError::writing(&path.to_string_lossy(), &error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a nameless-to-be file in the folder of `path` that its owner alone may read.
fn private_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".ipledger-").tempfile_in(folder_of(path))
}

/// Creates a nameless-to-be file in the folder of `path`, with the rights any new file gets.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let rights = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(rights);
    builder.prefix(".ipledger-").tempfile_in(folder_of(path))
}

/// Writes a file under the first of the names [`unused_name`] goes through that is free or has the very same
/// content, and returns that name: what somebody may have begun to mend is never written over.
pub(super) fn add(
    path: &Path,
    fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<PathBuf, ExchangeError> {
    let write = || {
        let _hold = interrupt::hold();
        let mut file = beside(path)?;
        fill(file.as_file_mut())?;
        file.as_file().sync_all()?;
        for name in names(path) {
            if is_free(&name) {
                return file.persist_noclobber(&name).map(|_| name).map_err(io::Error::from);
            }
            if holds_the_same(file.path(), &name)? {
                return Ok(name);
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    };
    write().map_err(|error| ExchangeError::writing(&path.to_string_lossy(), &error))
}

/// Returns `path` itself if nothing is there, else the first free one of `x-2.xlsx`, `x-3.xlsx`, ...
pub fn unused_name(path: &Path) -> PathBuf {
    names(path).find(|name| is_free(name)).unwrap_or_else(|| path.to_owned())
}

fn names(path: &Path) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path
        .extension()
        .map(|extension| format!(".{}", extension.to_string_lossy()))
        .unwrap_or_default();
    let numbered = (2_u32..).map(move |n| path.with_file_name(format!("{stem}-{n}{extension}")));
    std::iter::once(path.to_owned()).chain(numbered)
}

fn holds_the_same(path: &Path, other: &Path) -> io::Result<bool> {
    let there = fs::metadata(other)?;
    Ok(there.is_file()
        && there.len() == fs::metadata(path)?.len()
        && fs::read(path)? == fs::read(other)?)
}

fn is_free(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let name = path.to_str().unwrap();
        write_whole(name, |out| out.write_all("甲".as_bytes())).unwrap();
        let failed = write_whole(name, |out| {
            out.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(failed.unwrap_err().code(), "file-unwritable");
        assert_eq!(fs::read_to_string(&path).unwrap(), "甲");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_never_replaced() {
        use std::os::unix::fs::FileTypeExt;

        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("full.csv");
        std::os::unix::fs::symlink("/dev/full", &link).unwrap();
        let failed = write_whole(link.to_str().unwrap(), |out| out.write_all(b"1"));
        assert_eq!(failed.unwrap_err().code(), "file-unwritable");
        assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        write_whole("/dev/null", |out| out.write_all(b"1")).unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_to_where_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("share")).unwrap();
        let link = folder.path().join("a.csv");
        std::os::unix::fs::symlink("share/b.csv", &link).unwrap();
        for text in ["first", "second"] {
            write_whole(link.to_str().unwrap(), |out| out.write_all(text.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(folder.path().join("share/b.csv")).unwrap(), text);
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        }
    }

    #[test]
    fn a_folder_is_no_place_to_write_to() {
        let folder = tempfile::tempdir().unwrap();
        let into =
            |path: &Path| write_whole(path.to_str().unwrap(), |_| Ok(())).unwrap_err().code();
        assert_eq!(into(folder.path()), "file-is-directory");
        assert_eq!(into(&folder.path().join("none/a.txt")), "file-not-found");
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.xlsx");
        assert_eq!(unused_name(&path), path);
        fs::write(&path, "").unwrap();
        fs::write(folder.path().join("x-2.xlsx"), "").unwrap();
        assert_eq!(unused_name(&path), folder.path().join("x-3.xlsx"));
    }
}
