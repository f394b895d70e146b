//! The age v1 file format (age-encryption.org/v1) for readers with an X25519 key: what is encrypted here opens with
//! the public tools `age` and `rage`, and the other way round.
//!
//! ```text
//! age-encryption.org/v1
//! -> X25519 SHARE              one stanza a reader: the public half of a key used once (base64)
//! BODY                         the file key, sealed to the reader (base64)
//! --- MAC                      HMAC-SHA-256 of all above, keyed by the file key (base64)
//! NONCE CHUNK CHUNK ...        16 bytes, then chunks of 64 KiB, each sealed, the last one marked
//! ```
//!
//! Every key but the reader's own is derived by HKDF-SHA-256; sealing is ChaCha20-Poly1305 (RFC 8439).

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use data_encoding::BASE64_NOPAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

/// How an age file begins.
pub(super) const FIRST_LINE: &str = "age-encryption.org/v1";

const X25519: &str = "X25519";
/// What the key that seals the file key is derived for.
const WRAPPING: &[u8] = b"age-encryption.org/v1/X25519";
/// Base64 digits in a full line of a stanza's body; a shorter line is its last.
const LINE: usize = 64;
const FILE_KEY: usize = 16;
const NONCE: usize = 16;
const CHUNK: usize = 64 * 1024;
/// Bytes by which sealing lengthens a text.
const TAG: usize = 16;

/// A key that files are encrypted to.
pub(super) struct Recipient(PublicKey);

impl Recipient {
    /// Reads `age1...`; none if it is not such a key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(Self(PublicKey::from(key_of(text, "age")?)))
    }
}

/// The secret key of a reader.
pub(super) struct Identity(StaticSecret);

impl Identity {
    /// Reads `AGE-SECRET-KEY-1...`; none if it is not such a key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(Self(StaticSecret::from(key_of(text, "age-secret-key-")?)))
    }
}

/// The 32 bytes of a key written in Bech32 after `prefix`.
fn key_of(text: &str, prefix: &str) -> Option<[u8; 32]> {
    let prefix = Hrp::parse(prefix).ok()?;
    let checked = CheckedHrpstring::new::<Bech32>(text).ok()?;
    let key: Vec<u8> = checked.byte_iter().collect();
    // Left-over bits that are not zero would let one key be written in many ways.
    let canonical = bech32::encode_lower::<Bech32>(prefix, &key).ok()?;
    canonical.eq_ignore_ascii_case(text).then_some(())?;
    key.try_into().ok()
}

/// What is drawn at random for every file.
pub(super) struct Draws {
    file_key: [u8; FILE_KEY],
    share_secret: [u8; 32],
    nonce: [u8; NONCE],
}

impl Draws {
    /// Draws from the system. Errors: the system has no random numbers.
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        let mut draws = Self { file_key: [0; FILE_KEY], share_secret: [0; 32], nonce: [0; NONCE] };
        getrandom::fill(&mut draws.file_key)?;
        getrandom::fill(&mut draws.share_secret)?;
        getrandom::fill(&mut draws.nonce)?;
        Ok(draws)
    }
}

/// Encrypts `content` to one reader; none if the reader's key is a point on which no secret can be agreed.
pub(super) fn encrypt(reader: &Recipient, content: &[u8], draws: &Draws) -> Option<Vec<u8>> {
    let secret = StaticSecret::from(draws.share_secret);
    let share = PublicKey::from(&secret);
    let wrapping = wrapping_key(&secret, &reader.0, &share, &reader.0)?;
    let body = seal(&wrapping, [0; 12], &draws.file_key)?;
    let share = BASE64_NOPAD.encode(share.as_bytes());
    let body = BASE64_NOPAD.encode(&body);
    let header = format!("{FIRST_LINE}\n-> {X25519} {share}\n{body}\n---");
    let mac = header_mac(&draws.file_key, header.as_bytes()).finalize().into_bytes();
    let mut file = format!("{header} {}\n", BASE64_NOPAD.encode(&mac)).into_bytes();
    file.extend_from_slice(&draws.nonce);
    let key = derive(&draws.nonce, &draws.file_key, b"payload");
    let chunks = content.len().div_ceil(CHUNK).max(1);
    for at in 0..chunks {
        let chunk = &content[at * CHUNK..content.len().min((at + 1) * CHUNK)];
        file.extend(seal(&key, chunk_nonce(at, chunks), chunk)?);
    }
    Some(file)
}

/// Decrypts a file; none if it is for somebody else, or not as it was written.
pub(super) fn decrypt(reader: &Identity, file: &[u8]) -> Option<Vec<u8>> {
    let header = Header::read(file)?;
    let file_key = header.file_key(reader)?;
    header_mac(&file_key, header.bytes).verify_slice(&header.mac).ok()?;
    let (nonce, payload) = header.rest.split_at_checked(NONCE)?;
    let key = derive(nonce, &file_key, b"payload");
    let mut content = Vec::with_capacity(payload.len());
    let chunks = payload.len().div_ceil(CHUNK + TAG);
    for (at, chunk) in payload.chunks(CHUNK + TAG).enumerate() {
        let opened = unseal(&key, chunk_nonce(at, chunks), chunk)?;
        // Only an empty content has an empty chunk: there is one way to write a file.
        if opened.is_empty() && at > 0 {
            return None;
        }
        content.extend(opened);
    }
    (chunks > 0).then_some(content)
}

/// The head of a file, taken apart.
struct Header<'a> {
    stanzas: Vec<Stanza<'a>>,
    /// What the MAC is of.
    bytes: &'a [u8],
    mac: Vec<u8>,
    /// What follows the head.
    rest: &'a [u8],
}

struct Stanza<'a> {
    /// The kind, then what belongs to it.
    words: Vec<&'a str>,
    body: Vec<u8>,
}

impl<'a> Header<'a> {
    fn read(file: &'a [u8]) -> Option<Self> {
        let mut rest = file;
        let mut line = || {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let (line, after) = rest.split_at(end);
            rest = &after[1..];
            std::str::from_utf8(line).ok()
        };
        (line()? == FIRST_LINE).then_some(())?;
        let mut stanzas = Vec::new();
        let mac = loop {
            let first = line()?;
            if let Some(mac) = first.strip_prefix("--- ") {
                break mac;
            }
            let words: Vec<&str> = first.strip_prefix("-> ")?.split(' ').collect();
            let is_word =
                |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic());
            words.iter().all(is_word).then_some(())?;
            let mut body = Vec::new();
            loop {
                let line = line()?;
                body.extend(BASE64_NOPAD.decode(line.as_bytes()).ok()?);
                match line.len() {
                    LINE => {}
                    0..LINE => break,
                    _ => return None,
                }
            }
            stanzas.push(Stanza { words, body });
        };
        let head = file.len() - rest.len();
        let bytes = &file[..head - " \n".len() - mac.len()];
        let mac = BASE64_NOPAD.decode(mac.as_bytes()).ok()?;
        Some(Self { stanzas, bytes, mac, rest })
    }

    /// The file key, if a stanza is for this reader.
    fn file_key(&self, reader: &Identity) -> Option<[u8; FILE_KEY]> {
        let own = PublicKey::from(&reader.0);
        let mut found = None;
        for Stanza { words, body } in &self.stanzas {
            let share = match words[..] {
                [X25519, share] => BASE64_NOPAD.decode(share.as_bytes()).ok()?,
                // A passphrase stands alone.
                [X25519, ..] | ["scrypt", ..] => return None,
                _ => continue,
            };
            let share = PublicKey::from(<[u8; 32]>::try_from(share).ok()?);
            (body.len() == FILE_KEY + TAG).then_some(())?;
            let wrapping = wrapping_key(&reader.0, &share, &share, &own)?;
            let opened = unseal(&wrapping, [0; 12], body);
            found = found.or(opened.and_then(|key| key.try_into().ok()));
        }
        found
    }
}

/// The key that seals the file key: what `secret` and `theirs` agree on, bound to the share and the reader. None if
/// `theirs` is a point of small order, with which everybody agrees on the same.
fn wrapping_key(
    secret: &StaticSecret,
    theirs: &PublicKey,
    share: &PublicKey,
    reader: &PublicKey,
) -> Option<[u8; 32]> {
    let agreed = secret.diffie_hellman(theirs);
    let salt = [*share.as_bytes(), *reader.as_bytes()].concat();
    agreed.was_contributory().then(|| derive(&salt, agreed.as_bytes(), WRAPPING))
}

fn derive(salt: &[u8], from: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), from)
        .expand(purpose, &mut key)
        .expect("32 bytes are within what HKDF gives");
    key
}

fn header_mac(file_key: &[u8], header: &[u8]) -> Hmac<Sha256> {
    let key = derive(&[], file_key, b"header");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
    mac.update(header);
    mac
}

/// Eleven bytes that count the chunks, one that tells the last.
fn chunk_nonce(at: usize, chunks: usize) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&(at as u64).to_be_bytes());
    nonce[11] = u8::from(at + 1 == chunks);
    nonce
}

fn seal(key: &[u8; 32], nonce: [u8; 12], text: &[u8]) -> Option<Vec<u8>> {
    ChaCha20Poly1305::new(key.into()).encrypt(&nonce.into(), text).ok()
}

fn unseal(key: &[u8; 32], nonce: [u8; 12], sealed: &[u8]) -> Option<Vec<u8>> {
    ChaCha20Poly1305::new(key.into()).decrypt(&nonce.into(), sealed).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use data_encoding::BASE64;

    use super::*;

    pub const BANK: &str = "age1dq223cucye882ps2mxgrvndg6qc9wcxx5xd9d20507ej2mw49d8sk0mgh6";
    pub const BANK_SECRET: &str =
        "AGE-SECRET-KEY-1ERX7ZX5Z05G2QWE8TR2MWEQDZSKYWAYYKXKRT5RD8K37FW9M49HQ308FL4";
    pub const OTHER_SECRET: &str =
        "AGE-SECRET-KEY-1EW7TA6W4WN7PZVCWYM3EX0KGTKG4FH6UZ3TVS3P22YVCECLM255S06DEAD";

    /// Made by age 1.1.1 for `OTHER_SECRET`'s owner, then `BANK`.
    const MADE_BY_AGE: &str = "\
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB4b2dRbnRZMzBuRmd6RWRsWXY2SUtSRDNRVE5iWitrN0NYWkNwU01PdkhnCnNacVNXdEV0\
Y0dGc1NGRUtINnhrbUc4dzRZOHcwVHVhMHlLVG1jOXhKTG8KLT4gWDI1NTE5IE5WSmZIZXZGZE9tWEgzZUdVOUVQcDF2MU5pVTNjVCt4T0RXUDNW\
d2ZlbjAKRkNNZUxqOFBFeG1hSTcrNGxyUzBIMVZsRjI3YStIRkpZbDM3OFNodDRmNAotLS0gblM3ZFZpS0p3eU1CSjVtVEZxNmkrTWhkRUpBT0Mz\
QndyVGdvZnlRaFFJVQoeG5Ksz2Q/zxaw3fMjRfz+/7V2zhmXj1UHaU5xxWCzTCi+1EQNfoQW8MZiv4nPduQ=";

    /// Made here of fixed draws for `BANK`; age 1.1.1 opens it.
    const MADE_HERE: &str = "\
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB6bzA2MGN5Mk0reDdjTUY0RktYSGJzMENsb1VGRFRSSFJib0ZodzVZ\
ZlZrCnJYUjJ0RTRrVkkvNHd3eGhQVFlLWEp6N1AwMnpqYkpsaUw3UzV6NnUwTzgKLS0tIDFZeGVyTGlxYTNYblM0NkN3RXMz\
RFc5aFRHK2hKVkJjTjZGSUlzaGlFWGcKAwMDAwMDAwMDAwMDAwMDA581ekpU1IAl7qeXOtKfmqflQVtLsWJW7E+WW6XFwCe/";

    fn bank() -> Recipient {
        Recipient::parse(BANK).unwrap()
    }

    fn secret(text: &str) -> Identity {
        Identity::parse(text).unwrap()
    }

    fn fixed() -> Draws {
        Draws { file_key: [1; FILE_KEY], share_secret: [2; 32], nonce: [3; NONCE] }
    }

    /// What the files below hold.
    const PLAIN: &str = "\u{9759}\u{5b89}\u{533a} 示例";

    #[test]
    fn what_age_made_opens_for_each_of_its_readers() {
        let file = BASE64.decode(MADE_BY_AGE.as_bytes()).unwrap();
        for reader in [BANK_SECRET, OTHER_SECRET] {
            let content = decrypt(&secret(reader), &file).unwrap();
            assert_eq!(content, PLAIN.as_bytes());
        }
    }

    #[test]
    fn a_known_file_comes_of_known_draws() {
        let file = encrypt(&bank(), PLAIN.as_bytes(), &fixed()).unwrap();
        assert_eq!(BASE64.encode(&file), MADE_HERE);
    }

    #[test]
    fn any_length_comes_back() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let file = encrypt(&bank(), &content, &Draws::new().unwrap()).unwrap();
            let chunks = length.div_ceil(CHUNK).max(1);
            assert_eq!(decrypt(&secret(BANK_SECRET), &file).unwrap(), content, "{length}");
            assert_eq!(file.len(), 168 + NONCE + length + chunks * TAG);
        }
    }

    #[test]
    fn any_changed_bit_and_any_cut_is_refused() {
        let file = encrypt(&bank(), b"a content", &fixed()).unwrap();
        for at in 0..file.len() {
            assert!(decrypt(&secret(BANK_SECRET), &file[..at]).is_none(), "cut at {at}");
            for bit in 0..8 {
                let mut changed = file.clone();
                changed[at] ^= 1 << bit;
                assert!(decrypt(&secret(BANK_SECRET), &changed).is_none(), "byte {at}, bit {bit}");
            }
        }
        assert!(decrypt(&secret(BANK_SECRET), &[&file[..], b"x"].concat()).is_none());
    }

    #[test]
    fn chunks_stay_in_their_order_and_none_is_left_out() {
        let content = [vec![b'a'; CHUNK], vec![b'b'; CHUNK], vec![b'c'; CHUNK]].concat();
        let file = encrypt(&bank(), &content, &fixed()).unwrap();
        let (head, payload) = file.split_at(file.len() - 3 * (CHUNK + TAG));
        let chunks: Vec<&[u8]> = payload.chunks(CHUNK + TAG).collect();
        let of = |order: &[usize]| {
            let chunks: Vec<u8> = order.iter().flat_map(|at| chunks[*at]).copied().collect();
            decrypt(&secret(BANK_SECRET), &[head, &chunks].concat())
        };
        assert_eq!(of(&[0, 1, 2]).unwrap(), content);
        for order in [&[][..], &[0], &[0, 1], &[1, 0, 2], &[0, 2], &[2], &[0, 1, 2, 2]] {
            assert!(of(order).is_none(), "{order:?}");
        }
    }

    #[test]
    fn only_the_written_form_of_the_head_is_taken() {
        let file = encrypt(&bank(), b"a content", &fixed()).unwrap();
        let end = file.iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
        let (head, rest) = file.split_at(end);
        let head = std::str::from_utf8(head).unwrap();
        let stanza = head.split_inclusive('\n').skip(1).take(2).collect::<String>();
        let share = stanza.split([' ', '\n']).nth(2).unwrap();
        // With the MAC made anew, what is wrong with a stanza must be seen by itself.
        let with = |stanzas: &str| {
            let signed = format!("{FIRST_LINE}\n{stanzas}---");
            let mac = header_mac(&fixed().file_key, signed.as_bytes()).finalize().into_bytes();
            let head = format!("{signed} {}\n", BASE64_NOPAD.encode(&mac));
            decrypt(&secret(BANK_SECRET), &[head.as_bytes(), rest].concat())
        };
        let stranger = format!("-> something new {}\n{}\n\n", "x".repeat(99), "A".repeat(64));
        assert!(with(&stanza).is_some());
        assert!(with(&format!("{stranger}{stanza}-> and-another\n\n")).is_some());
        let point_of_small_order = BASE64_NOPAD.encode(&[0; 32]);
        for wrong in [
            stanza.replace(" X25519", "  X25519"),
            stanza.replace(share, &format!("{share} {share}")),
            stanza.replace(share, &point_of_small_order),
            stanza.replace(share, &share[1..]),
            stanza.replace('\n', "=\n"),
            stanza.replace('\n', "\r\n"),
            stanza.replace("-> X", "->X"),
            format!("-> X25519 {share}\n{}\n{stanza}", "A".repeat(44)),
            format!("{stanza}-> scrypt AAAA 10\n{}\n", "A".repeat(43)),
            format!("{stanza}-> long\n{}\n", "A".repeat(65)),
            format!("{stanza}\n"),
        ] {
            assert!(with(&wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_written_in_one_way() {
        let key = key_of(BANK, "age").unwrap();
        assert!(Recipient::parse(BANK_SECRET).is_none());
        assert!(Identity::parse(BANK).is_none());
        assert!(Recipient::parse(&BANK.replace("dq2", "dq3")).is_none());
        assert!(Recipient::parse(&BANK[..BANK.len() - 1]).is_none());
        let short = bech32::encode_lower::<Bech32>(Hrp::parse("age").unwrap(), &key[1..]).unwrap();
        assert!(Recipient::parse(&short).is_none());
        let other = bech32::encode_lower::<bech32::Bech32m>(Hrp::parse("age").unwrap(), &key);
        assert!(Recipient::parse(&other.unwrap()).is_none());
        // Of the public key comes the secret's: both texts were made by age-keygen.
        assert_eq!(PublicKey::from(&secret(BANK_SECRET).0).as_bytes(), &key);
    }
}
