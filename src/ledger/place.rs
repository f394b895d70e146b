//! Where a ledger stands: who may read what is put there, and whether it is a place to write a database in.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::LedgerError;

/// A place that a ledger can be read from but ought not to be written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsafePlace {
    /// A folder of another computer, with the kind of its file system.
    Network { kind: String },
    /// A folder whose files a program copies to other computers, with the name of the program.
    Synchronised { by: &'static str },
}

/// What the system calls file systems of other computers (`statfs`).
#[cfg(target_os = "linux")]
const NETWORKS: [(i64, &str); 17] = [
    (0x6969, "nfs"),
    (0x517B, "smb"),
    (0xFF53_4D42, "cifs"),
    (0xFE53_4D42, "smb2"),
    (0x0102_1997, "9p"),
    (0x5346_414F, "afs"),
    (0x6B41_4653, "afs"),
    (0x7375_7245, "coda"),
    (0x00C3_6400, "ceph"),
    (0x564C, "ncp"),
    (0x0BD0_0BD0, "lustre"),
    (0x1983_0326, "beegfs"),
    (0x786F_4256, "vboxsf"),
    (0xBACB_ACBC, "vmhgfs"),
    (0x4750_4653, "gpfs"),
    (0x0116_1970, "gfs2"),
    (0x7461_636F, "ocfs2"),
];

/// File systems that a program on this computer serves (FUSE), by whether their files lie on a local disk.
#[cfg(target_os = "linux")]
const LOCAL_FUSE: [&str; 10] = [
    "fuseblk",
    "fuse",
    "fuse.ntfs-3g",
    "fuse.ntfs",
    "fuse.exfat",
    "fuse.lxcfs",
    "fuse.encfs",
    "fuse.gocryptfs",
    "fuse.fuse-overlayfs",
    "virtiofs",
];

/// How `statfs` names FUSE.
#[cfg(target_os = "linux")]
const FUSE: i64 = 0x6573_5546;

/// Folders that programs keep alike on several computers: known by a `name`, given in lower case as it begins, or by a
/// `file` that the program leaves in them; and whose they are. A Latin name must end there or go on with something that
/// is no letter: `OneDrive - Office`.
const SYNCHRONISED: &str = include_str!("synchronised_folders.csv");

/// What folders are known by in a way, and whose they are.
fn known_by(way: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    SYNCHRONISED.lines().skip(1).filter_map(move |line| {
        let rest = line.strip_prefix(way)?.strip_prefix(',')?;
        rest.split_once(',')
    })
}

/// Returns why the file at `path`, which may still be to be made, ought not to be written; none where it may.
pub fn unsafe_place(path: &Path) -> Option<UnsafePlace> {
    let typed = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = typed.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    // A name beyond the folders there are: it is about to be made.
    let named = synchronised_by(&typed).or_else(|| synchronised_by(&real.join("ledger")));
    let marked = || real.ancestors().find_map(marked_by);
    match named.or_else(marked) {
        Some(by) => Some(UnsafePlace::Synchronised { by }),
        None => network(&real).map(|kind| UnsafePlace::Network { kind }),
    }
}

/// Refuses a place a ledger ought not to be written in, unless `any_place` says that it may.
///
/// Errors: `UnsafePlace`.
pub fn safe_to_write(path: &Path, any_place: bool) -> Result<(), LedgerError> {
    // A ledger in memory stands nowhere.
    if any_place || path == Path::new(":memory:") {
        return Ok(());
    }
    match unsafe_place(path) {
        Some(place) => Err(LedgerError::UnsafePlace { path: path.to_owned(), place }),
        None => Ok(()),
    }
}

/// Whose folder one of the folders of a file is, by name.
fn synchronised_by(file: &Path) -> Option<&'static str> {
    let folders = file.parent()?.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
        _ => None,
    });
    let of = |folder: String| {
        let found = known_by("name").find(|(begin, _)| {
            folder.strip_prefix(begin).is_some_and(|rest| {
                !begin.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphabetic())
            })
        });
        found.map(|(_, by)| by)
    };
    folders.into_iter().find_map(of)
}

fn marked_by(folder: &Path) -> Option<&'static str> {
    let marked = known_by("file").find(|(mark, _)| fs::symlink_metadata(folder.join(mark)).is_ok());
    marked.map(|(_, by)| by)
}

#[cfg(target_os = "linux")]
fn network(folder: &Path) -> Option<String> {
    // A computer that has its own system from another has no other place.
    if rustix::fs::stat(folder).ok()?.st_dev == rustix::fs::stat("/").ok()?.st_dev {
        return None;
    }
    let kind = rustix::fs::statfs(folder).ok()?.f_type as u32;
    if let Some((_, name)) = NETWORKS.iter().find(|(of, _)| *of == i64::from(kind)) {
        return Some((*name).to_owned());
    }
    if i64::from(kind) != FUSE {
        return None;
    }
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = mounted_as(&mounts, folder)?;
    (!LOCAL_FUSE.contains(&kind)).then(|| kind.to_owned())
}

#[cfg(windows)]
fn network(folder: &Path) -> Option<String> {
    use std::path::Prefix;
    match folder.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("smb".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
fn network(_folder: &Path) -> Option<String> {
    None
}

/// The kind of file system a folder is on, of a list as the kernel gives it (`/proc/self/mountinfo`): of the mounts
/// the folder lies under the innermost, of several there the last.
#[cfg(target_os = "linux")]
fn mounted_as<'m>(mounts: &'m str, folder: &Path) -> Option<&'m str> {
    let of = |line: &'m str| {
        let (mount, rest) = line.split_once(" - ")?;
        let point = mount.split(' ').nth(4)?.replace("\\040", " ").replace("\\011", "\t");
        let depth = folder.starts_with(&point).then(|| Path::new(&point).components().count())?;
        Some((depth, rest.split(' ').next()?))
    };
    mounts.lines().filter_map(of).max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

/// Creates a folder and those above it; those it makes are their owner's alone.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the rights on a file if others than its owner may read or write it, such as 0o644.
#[cfg(unix)]
pub fn open_to_others(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let rights = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (rights & 0o077 != 0).then_some(rights)
}

/// Elsewhere a file has the rights of its folder, of which nothing is known here.
#[cfg(not(unix))]
pub fn open_to_others(_path: &Path) -> Option<u32> {
    None
}

/// Returns the bytes free for the user where `path` stands, where the system says.
#[cfg(unix)]
pub fn free_space(path: &Path) -> Option<u64> {
    let folder = std::path::absolute(path).ok()?;
    let folder = folder.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let of = rustix::fs::statvfs(folder).ok()?;
    Some(of.f_bavail.saturating_mul(of.f_frsize))
}

#[cfg(not(unix))]
pub fn free_space(_path: &Path) -> Option<u64> {
    None
}

/// Returns the files that an interrupted writer left beside a ledger and that hold something of it: the log of an
/// entry (`-wal`), or the journal of an older program (`-journal`).
pub fn left_beside(path: &Path) -> Option<PathBuf> {
    ["-wal", "-journal"].into_iter().find_map(|suffix| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        let beside = PathBuf::from(beside);
        fs::metadata(&beside).is_ok_and(|of| of.len() > 0).then_some(beside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synchronised_folder_is_known_by_its_name() {
        let cases = [
            ("/home/w/OneDrive/ledger.db", Some("OneDrive")),
            ("/home/w/OneDrive - 某区知识产权局/账本/ledger.db", Some("OneDrive")),
            ("/home/w/onedrives/ledger.db", None),
            ("/home/w/我的坚果云/ledger.db", Some("坚果云")),
            ("/home/w/Nutstore Files/1/ledger.db", Some("坚果云")),
            ("/home/w/BaiduSyncdisk/ledger.db", Some("百度网盘")),
            ("/home/w/百度网盘同步空间/ledger.db", Some("百度网盘")),
            ("/home/w/WPSDrive/ledger.db", Some("WPS云盘")),
            ("/home/w/WPS云盘/ledger.db", Some("WPS云盘")),
            ("/home/w/文档/坚果云.db", None),
            ("/home/w/文档/ledger.db", None),
        ];
        for (path, by) in cases {
            assert_eq!(synchronised_by(Path::new(path)), by, "{path}");
        }
    }

    #[test]
    fn a_mark_of_a_synchroniser_counts_in_the_folders_below_too() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("账本/2021");
        assert_eq!(unsafe_place(&place.join("ledger.db")), None, "nothing is there yet");
        fs::create_dir_all(&place).unwrap();
        fs::create_dir(folder.path().join(".stfolder")).unwrap();
        let found = Some(UnsafePlace::Synchronised { by: "Syncthing" });
        assert_eq!(unsafe_place(&place.join("ledger.db")), found);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_a_synchronised_folder_leads_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("坚果云")).unwrap();
        let link = folder.path().join("账本");
        std::os::unix::fs::symlink("坚果云", &link).unwrap();
        let found = Some(UnsafePlace::Synchronised { by: "坚果云" });
        assert_eq!(unsafe_place(&link.join("ledger.db")), found);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_mount_is_the_innermost_a_folder_lies_under() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      90 22 0:50 / /mnt/share rw - fuse.sshfs w@server:/ rw\n\
                      91 22 0:51 / /media/stick\\040A rw - fuseblk /dev/sdb1 rw\n";
        for (folder, kind) in [
            ("/home/w", "ext4"),
            ("/mnt/share/账本", "fuse.sshfs"),
            ("/mnt/shares", "ext4"),
            ("/media/stick A/账本", "fuseblk"),
        ] {
            assert_eq!(mounted_as(mounts, Path::new(folder)), Some(kind), "{folder}");
        }
    }
}
