//! What was typed and not recorded, kept in a folder of its own: a file per form and thing, whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use data_encoding::BASE32HEX_NOPAD;

/// The folder of a ledger's drafts; none where there is no place for one.
#[derive(Debug, Clone)]
pub struct Drafts(pub Option<PathBuf>);

impl Drafts {
    /// Reads all there are. What cannot be read is no draft.
    pub fn read(&self) -> BTreeMap<String, String> {
        let files = self.0.as_deref().and_then(|folder| fs::read_dir(folder).ok());
        let read = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let key = BASE32HEX_NOPAD.decode(name.strip_suffix(".draft")?.as_bytes()).ok()?;
            Some((String::from_utf8(key).ok()?, fs::read_to_string(entry.path()).ok()?))
        };
        files.into_iter().flatten().filter_map(|entry| read(entry.ok()?)).collect()
    }

    /// Keeps a draft where nobody else reads it.
    pub fn save(&self, key: &str, text: &str) -> io::Result<()> {
        let Some(folder) = &self.0 else { return Ok(()) };
        fs::create_dir_all(folder)?;
        // Such a file is readable by its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path(folder, key)).map_err(|error| error.error)?;
        Ok(())
    }

    pub fn drop(&self, key: &str) -> io::Result<()> {
        let Some(folder) = &self.0 else { return Ok(()) };
        match fs::remove_file(path(folder, key)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }
}

fn path(folder: &Path, key: &str) -> PathBuf {
    folder.join(format!("{}.draft", BASE32HEX_NOPAD.encode(key.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_and_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts(Some(folder.path().join("drafts")));
        assert!(drafts.read().is_empty());
        drafts.save("loan repay JD/1", "amount\t300万\n").unwrap();
        drafts.save("loan repay JD/1", "amount\t30万\n").unwrap();
        let kept = drafts.read();
        assert_eq!(kept.get("loan repay JD/1").map(String::as_str), Some("amount\t30万\n"));
        drafts.drop("loan repay JD/1").unwrap();
        drafts.drop("loan repay JD/1").unwrap();
        assert!(drafts.read().is_empty());
    }
}
