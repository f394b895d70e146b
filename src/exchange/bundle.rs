//! A bundle: bytes signed by the office (ed25519, RFC 8032) and, if asked, encrypted to one reader (age).
//!
//! ```text
//! ipledger-bundle/v1
//! public-key: 64 hex digits
//! signature: 128 hex digits, over every byte after the empty line
//!
//! the content
//! ```

use std::io::Write;
use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::age_format::{self, Draws, Identity, Recipient};
use super::error::ExchangeError;
use crate::ledger::interrupt;

const FIRST_LINE: &str = "ipledger-bundle/v1";

/// Why a bundle, or a key, cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleFault {
    /// No bundle, or damaged in its head.
    NotABundle,
    /// The content is not what was signed.
    Tampered,
    /// Signed, but by somebody else than expected.
    OtherKey { found: String },
    /// Encrypted, and no key was given to open it.
    Encrypted,
    /// Encrypted to somebody else, or damaged.
    NotForThisKey,
    /// A signing key's file holds no key.
    KeyUnreadable,
    /// No reader's key (age1...) or reader's secret (AGE-SECRET-KEY-1...).
    ReaderUnreadable,
    /// The system gave no random numbers to make a key of.
    NoRandomness,
}

impl From<getrandom::Error> for BundleFault {
    fn from(_: getrandom::Error) -> Self {
        Self::NoRandomness
    }
}

impl BundleFault {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotABundle => "bundle-unreadable",
            Self::Tampered => "bundle-tampered",
            Self::OtherKey { .. } => "bundle-other-key",
            Self::Encrypted => "bundle-encrypted",
            Self::NotForThisKey => "bundle-not-for-this-key",
            Self::KeyUnreadable => "bundle-key-unreadable",
            Self::ReaderUnreadable => "bundle-reader-unreadable",
            Self::NoRandomness => "no-randomness",
        }
    }
}

/// The office's key: who has it signs in the office's name.
pub struct OfficeKey(SigningKey);

impl std::fmt::Debug for OfficeKey {
    /// Never shows the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OfficeKey({})", self.public())
    }
}

/// Why a key's file did not give a key.
#[derive(Debug)]
pub enum KeyError {
    File(ExchangeError),
    Fault(BundleFault),
}

impl From<BundleFault> for KeyError {
    fn from(fault: BundleFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ExchangeError> for KeyError {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

impl OfficeKey {
    /// Reads the key of a file, or makes one there, for its owner's eyes only; says whether it is new.
    ///
    /// Errors: a file that cannot be read or made; one that holds no key.
    pub fn of_file(path: &Path) -> Result<(Self, bool), KeyError> {
        let name = path.to_string_lossy();
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let bytes = unhex(text.trim()).ok_or(BundleFault::KeyUnreadable)?;
                Ok((Self(SigningKey::from_bytes(&bytes)), false))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).map_err(BundleFault::from)?;
                let key = Self(SigningKey::from_bytes(&bytes));
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let _hold = interrupt::hold();
                let made = options.open(path).and_then(|mut file| {
                    file.write_all(HEXLOWER.encode(&bytes).as_bytes())?;
                    file.sync_all()
                });
                made.map_err(|error| ExchangeError::writing(&name, &error))?;
                Ok((key, true))
            }
            Err(error) => Err(ExchangeError::reading(&name, &error).into()),
        }
    }

    pub fn public(&self) -> String {
        HEXLOWER.encode(self.0.verifying_key().as_bytes())
    }

    /// Returns the content signed.
    pub fn seal(&self, content: &[u8]) -> Vec<u8> {
        let signature = self.0.sign(content);
        let mut bundle = format!(
            "{FIRST_LINE}\npublic-key: {}\nsignature: {}\n\n",
            self.public(),
            HEXLOWER.encode(&signature.to_bytes())
        )
        .into_bytes();
        bundle.extend_from_slice(content);
        bundle
    }
}

/// A bundle whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub public_key: String,
    pub content: Vec<u8>,
    pub was_encrypted: bool,
}

/// Encrypts a bundle to a reader's key (`age1...`).
pub fn encrypt_to(reader: &str, bundle: &[u8]) -> Result<Vec<u8>, BundleFault> {
    let reader = Recipient::parse(reader.trim()).ok_or(BundleFault::ReaderUnreadable)?;
    age_format::encrypt(&reader, bundle, &Draws::new()?).ok_or(BundleFault::ReaderUnreadable)
}

/// Opens a bundle and checks its signature, by `expected` (the office's public key) if it is known.
/// `secret` is the text of an age identity's file, for an encrypted one.
pub fn open(
    bytes: &[u8],
    secret: Option<&str>,
    expected: Option<&str>,
) -> Result<Opened, BundleFault> {
    let decrypted;
    let was_encrypted = bytes.starts_with(age_format::FIRST_LINE.as_bytes());
    let bytes = match (was_encrypted, secret) {
        (false, _) => bytes,
        (true, None) => return Err(BundleFault::Encrypted),
        (true, Some(secret)) => {
            let line = secret.lines().find(|line| line.starts_with("AGE-SECRET-KEY-"));
            let secret = line
                .and_then(|line| Identity::parse(line.trim()))
                .ok_or(BundleFault::ReaderUnreadable)?;
            decrypted = age_format::decrypt(&secret, bytes).ok_or(BundleFault::NotForThisKey)?;
            &decrypted
        }
    };
    let mut rest = bytes;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, after) = rest.split_at(end);
        rest = &after[1..];
        std::str::from_utf8(line).ok()
    };
    let head = (|| {
        let first = line()?;
        let key = line()?.strip_prefix("public-key: ")?;
        let signature = line()?.strip_prefix("signature: ")?;
        let blank = line()?;
        (first == FIRST_LINE && blank.is_empty()).then_some((key, signature))
    })();
    let (key, signature) = head.ok_or(BundleFault::NotABundle)?;
    let public: [u8; 32] = unhex(key).ok_or(BundleFault::NotABundle)?;
    let signature: [u8; 64] = unhex(signature).ok_or(BundleFault::NotABundle)?;
    let verifying = VerifyingKey::from_bytes(&public).map_err(|_| BundleFault::NotABundle)?;
    verifying
        .verify_strict(rest, &Signature::from_bytes(&signature))
        .map_err(|_| BundleFault::Tampered)?;
    if expected.is_some_and(|expected| !expected.trim().eq_ignore_ascii_case(key)) {
        return Err(BundleFault::OtherKey { found: key.to_owned() });
    }
    Ok(Opened { public_key: key.to_owned(), content: rest.to_vec(), was_encrypted })
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::super::age_format::tests::{BANK, BANK_SECRET, OTHER_SECRET};
    use super::*;

    fn key() -> OfficeKey {
        OfficeKey(SigningKey::from_bytes(&[7; 32]))
    }

    #[test]
    fn what_was_signed_opens_and_any_changed_byte_is_found() {
        let bundle = key().seal("贷款\n清单".as_bytes());
        let opened = open(&bundle, None, Some(&key().public())).unwrap();
        assert_eq!(opened.content, "贷款\n清单".as_bytes());
        for at in 0..bundle.len() {
            let mut changed = bundle.clone();
            changed[at] ^= 1;
            assert!(open(&changed, None, Some(&key().public())).is_err(), "byte {at}");
        }
        assert!(open(&bundle[..bundle.len() - 1], None, None).is_err());
        let other = OfficeKey(SigningKey::from_bytes(&[8; 32]));
        assert_eq!(
            open(&other.seal(b"x"), None, Some(&key().public())),
            Err(BundleFault::OtherKey { found: other.public() })
        );
    }

    #[test]
    fn an_encrypted_bundle_opens_for_its_reader_alone() {
        let bundle = encrypt_to(BANK, &key().seal(b"secret")).unwrap();
        assert!(!bundle.windows(6).any(|part| part == b"secret"));
        // The secret's file as its maker writes it, and one who was not meant.
        let bank = format!("# public key: {BANK}\n{BANK_SECRET}\n");
        assert_eq!(open(&bundle, None, None), Err(BundleFault::Encrypted));
        assert_eq!(open(&bundle, Some(OTHER_SECRET), None), Err(BundleFault::NotForThisKey));
        assert_eq!(open(&bundle, Some("none"), None), Err(BundleFault::ReaderUnreadable));
        assert_eq!(open(&bundle, Some(&bank), None).unwrap().content, b"secret");
        assert_eq!(encrypt_to("age1nonsense", b"x"), Err(BundleFault::ReaderUnreadable));
    }

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.key");
        let (made, is_new) = OfficeKey::of_file(&path).unwrap();
        let (again, still_new) = OfficeKey::of_file(&path).unwrap();
        assert_eq!((made.public(), is_new, still_new), (again.public(), true, false));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, "no key").unwrap();
        assert!(matches!(
            OfficeKey::of_file(&path),
            Err(KeyError::Fault(BundleFault::KeyUnreadable))
        ));
    }
}
