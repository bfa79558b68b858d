//! The bytes of files, kept in the data folder beside the store: `files/<board>/<sha256>`. The same bytes
//! are there once for a board, under whatever names rows of the store call them.
//!
//! A file comes in under `files/incoming`, is looked at and hashed while it does, is safe on the disk
//! before it gets its place, and has its place before a row names it. So no row is without its bytes;
//! bytes without a row, of whoever was cut off between the two, are swept away after a day.

use actix_web::web::Bytes;
use akoki_domain::{Code, Reason, evidence::FileType};
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path as Place,
};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use uuid::Uuid;

use crate::{app::data_folder, failure::Failure};

pub use crate::http::digest::SentDigest;

/// Where files are that are still coming in.
const INCOMING: &str = "incoming";
/// The size of the pieces in which a file is written.
const PIECE: usize = 256 * 1024;

/// The folder of the files.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

/// What a file that comes in must be.
#[derive(Debug, Clone)]
pub struct Expected {
    /// What it is said to be.
    pub file_type: FileType,
    /// How many bytes it may have.
    pub max: u64,
    /// Its SHA-256, as far as the caller said it.
    pub digests: Vec<SentDigest>,
}

/// A file that came in and is safe on the disk, without a place yet.
#[derive(Debug)]
pub struct Incoming {
    place: Place,
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Bytes that have their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBytes {
    /// The board.
    pub board: Uuid,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// When they were written, in milliseconds since 1970.
    pub written_at: i64,
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("files: {error}"))
}

fn place(board: Uuid, sha256: &str) -> Place {
    Place::from_iter([board.to_string().as_str(), sha256])
}

impl Files {
    /// The files of a service with this data folder.
    pub fn of(data: &Path) -> Self {
        Self {
            root: data.join("files"),
        }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder as a store in which what was written stays through a power cut.
    fn open(&self) -> Result<LocalFileSystem, Failure> {
        data_folder(&self.root).map_err(internal)?;
        let folder = LocalFileSystem::new_with_prefix(&self.root).map_err(internal)?;
        Ok(folder.with_fsync(true))
    }

    /// Takes a file in.
    ///
    /// # Errors
    /// "payload-too-large"; "type-mismatch" when it does not begin as a file of its type;
    /// "digest-mismatch". Nothing is left of it then.
    pub async fn receive<S>(
        &self,
        id: Uuid,
        body: &mut S,
        expected: &Expected,
    ) -> Result<Incoming, Failure>
    where
        S: Stream<Item = Result<Bytes, Failure>> + Unpin,
    {
        let place = Place::from_iter([INCOMING, id.to_string().as_str()]);
        let mut upload = self.open()?.put_multipart(&place).await.map_err(internal)?;
        match pour(body, upload.as_mut(), expected).await {
            Ok((size, sha256)) => {
                upload.complete().await.map_err(internal)?;
                Ok(Incoming {
                    place,
                    size,
                    sha256,
                })
            }
            Err(failure) => {
                upload.abort().await.map_err(internal)?;
                Err(failure)
            }
        }
    }

    /// Gives a file that came in its place. Where the same bytes are already, these take their place: they
    /// are younger, and not swept away before a row names them.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn keep(&self, file: &Incoming, board: Uuid) -> Result<(), Failure> {
        let to = place(board, &file.sha256);
        let kept = self.open()?.rename(&file.place, &to).await;
        kept.map_err(internal)
    }

    /// Whether these bytes have their place.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn has(&self, board: Uuid, sha256: &str) -> Result<bool, Failure> {
        Ok(self.written_at(board, sha256).await?.is_some())
    }

    /// When these bytes got their place, in milliseconds since 1970; none when they have none.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn written_at(&self, board: Uuid, sha256: &str) -> Result<Option<i64>, Failure> {
        match self.open()?.head(&place(board, sha256)).await {
            Ok(meta) => Ok(Some(meta.last_modified.timestamp_millis())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(internal(error)),
        }
    }

    /// The bytes, with how many they are.
    ///
    /// # Errors
    /// When the disk fails or has them not.
    pub async fn read(
        &self,
        board: Uuid,
        sha256: &str,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, Failure>> + use<>), Failure> {
        let found = self.open()?.get(&place(board, sha256)).await;
        let found = found.map_err(internal)?;
        let size = found.meta.size;
        Ok((size, found.into_stream().map_err(internal)))
    }

    /// Takes bytes away.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn forget(&self, board: Uuid, sha256: &str) -> Result<(), Failure> {
        match self.open()?.delete(&place(board, sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(internal(error)),
        }
    }

    /// All bytes that have their place and were written before a moment.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn older_than(&self, before: i64) -> Result<Vec<KeptBytes>, Failure> {
        if !self.root.exists() {
            return Ok(Vec::new());
        }
        let found = self.open()?.list(None);
        let found = found.try_filter_map(|meta| async move {
            let mut parts = meta.location.parts();
            let board = parts.next().map(|part| Uuid::try_parse(part.as_ref()));
            let named = (board, parts.next());
            let (Some(Ok(board)), Some(sha256)) = named else {
                return Ok(None);
            };
            let written_at = meta.last_modified.timestamp_millis();
            let kept = KeptBytes {
                board,
                sha256: sha256.as_ref().to_owned(),
                written_at,
            };
            Ok((written_at < before).then_some(kept))
        });
        found.try_collect().await.map_err(internal)
    }

    /// Takes away what began to come in before a moment and never got its place.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn forget_incoming(&self, before: i64) -> Result<(), Failure> {
        let folder = self.root.join(INCOMING);
        let mut entries = match tokio::fs::read_dir(&folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(internal(error)),
        };
        while let Some(entry) = entries.next_entry().await.map_err(internal)? {
            let written = entry.metadata().await.and_then(|meta| meta.modified());
            let written = written.map_err(internal)?;
            let since = written.duration_since(std::time::UNIX_EPOCH);
            let written_at = since.map_or(0, |since| since.as_millis());
            if i64::try_from(written_at).is_ok_and(|at| at < before) {
                tokio::fs::remove_file(entry.path())
                    .await
                    .map_err(internal)?;
            }
        }
        Ok(())
    }
}

/// Writes a body piece by piece; says how many bytes it was and their SHA-256.
async fn pour<S>(
    body: &mut S,
    upload: &mut dyn MultipartUpload,
    expected: &Expected,
) -> Result<(u64, String), Failure>
where
    S: Stream<Item = Result<Bytes, Failure>> + Unpin,
{
    let (mut size, mut hash, mut looked) = (0_u64, Sha256::new(), false);
    let mut piece: Vec<u8> = Vec::new();
    loop {
        let part = body.next().await.transpose()?;
        let ended = part.is_none();
        if let Some(part) = part {
            size = size.saturating_add(part.len() as u64);
            if size > expected.max {
                return Err(too_large(expected.max));
            }
            hash.update(&part);
            piece.extend_from_slice(&part);
        }
        if ended || piece.len() >= PIECE {
            if !looked {
                look(&piece, expected.file_type)?;
                looked = true;
            }
            let full = std::mem::take(&mut piece);
            upload.put_part(full.into()).await.map_err(internal)?;
        }
        if ended {
            break;
        }
    }
    let sha256 = hash.finalize();
    let others = expected.digests.iter();
    let others = others.filter(|said| said.sha256[..] != sha256[..]);
    let wrong = others.map(|said| Reason::new(Code::DigestMismatch).at(said.header));
    let wrong: Vec<Reason> = wrong.collect();
    if !wrong.is_empty() {
        return Err(Failure::invalid("header", wrong));
    }
    Ok((size, hex::encode(sha256)))
}

/// The beginning of a file tells what it is.
fn look(beginning: &[u8], file_type: FileType) -> Result<(), Failure> {
    if file_type.fits(beginning) {
        return Ok(());
    }
    let reason = Reason::new(Code::TypeMismatch).at("Content-Type");
    Err(Failure::invalid("header", [reason.with("type", file_type)]))
}

/// A file has more bytes than it may have.
pub fn too_large(max: u64) -> Failure {
    Failure::Plain(Reason::new(Code::PayloadTooLarge).with("max", max))
}
