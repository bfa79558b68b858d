//! The rows of a file, read as its pieces come: whatever the size of the file, only a piece and a few
//! lines of it are held.

use akoki_domain::{Code, Reason, id::JobId, job::Order};
use akoki_persistence::{Store, StoreError, repo::job_file};
use encoding_rs::{CoderResult, Decoder};
use std::collections::VecDeque;

use super::{cells::split, heading::charset};
use crate::seal::open;

/// The longest row that is read, in bytes. The longest line of a national list has about 600.
const LONGEST: usize = 64 * 1024;
/// How many lines a row may have: a cell in quotes may hold line breaks, but an open quote must not
/// swallow the rest of the file.
const LINES: usize = 20;

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileRow {
    /// Its place among the rows, from 1; the heading is none.
    pub(super) number: u64,
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// Its cells, or why there are none.
    pub(super) cells: Result<Vec<String>, Reason>,
}

/// Where the pieces of a file come from.
pub(super) trait Pieces {
    /// The next piece; none after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> + Send;
}

/// The pieces of the file of a job.
pub(super) struct Kept {
    store: Store,
    job: JobId,
    key: Option<Vec<u8>>,
    number: i64,
}

/// A piece of the file of a job; none after the last. Of a file with answers it is sealed with this key.
///
/// # Errors
/// When the store fails, or the piece was sealed with another key.
pub(super) async fn piece(
    store: &Store,
    job: JobId,
    number: i64,
    key: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = job_file::piece(store, job.0, number).await?;
    let (Some(bytes), Some(key)) = (&found, key) else {
        return Ok(found);
    };
    let opened = open(key, &number.to_be_bytes(), bytes);
    let opened = opened.ok_or_else(|| StoreError::Corrupt("a piece of a file".into()))?;
    Ok(Some(opened))
}

impl Pieces for Kept {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let piece = piece(&self.store, self.job, self.number, self.key.as_deref()).await?;
        self.number = self.number.saturating_add(1);
        Ok(piece)
    }
}

/// Reads the rows of a file one after the other.
pub(super) struct Rows<P> {
    pieces: P,
    decoder: Decoder,
    delimiter: Option<char>,
    width: usize,
    text: String,
    ended: bool,
    lines: VecDeque<(u64, String)>,
    line: u64,
    number: u64,
    headed: bool,
}

impl Rows<Kept> {
    /// The rows of the file of a job, which is sealed with this key if with any.
    pub(super) fn of(
        store: Store,
        job: JobId,
        key: Option<Vec<u8>>,
        order: &Order,
        width: usize,
    ) -> Self {
        let pieces = Kept {
            store,
            job,
            key,
            number: 0,
        };
        Self::new(pieces, order, width)
    }
}

impl<P: Pieces> Rows<P> {
    fn new(pieces: P, order: &Order, width: usize) -> Self {
        Self {
            pieces,
            decoder: charset(order.file.encoding).new_decoder_with_bom_removal(),
            delimiter: order.file.delimiter,
            width,
            text: String::new(),
            ended: false,
            lines: VecDeque::new(),
            line: 0,
            number: 0,
            // Where each line is an object, there is no heading.
            headed: order.file.delimiter.is_none(),
        }
    }

    /// The next row; none after the last. Lines without anything are no rows.
    pub(super) async fn next(&mut self) -> Result<Option<FileRow>, StoreError> {
        if !self.headed {
            self.headed = true;
            self.record().await?;
        }
        let Some((line, cells)) = self.record().await? else {
            return Ok(None);
        };
        self.number = self.number.saturating_add(1);
        Ok(Some(FileRow {
            number: self.number,
            line,
            cells,
        }))
    }

    async fn record(&mut self) -> Result<Option<(u64, Result<Vec<String>, Reason>)>, StoreError> {
        let (at, first) = loop {
            self.look_ahead(1).await?;
            match self.lines.pop_front() {
                None => return Ok(None),
                Some((_, text)) if text.trim().is_empty() => {}
                Some(line) => break line,
            }
        };
        if first.len() > LONGEST {
            let reason = Reason::new(Code::TooLong).with("max", LONGEST);
            return Ok(Some((at, Err(reason))));
        }
        let Some(delimiter) = self.delimiter else {
            return Ok(Some((at, letters(vec![first]))));
        };
        if let Some(cells) = split(&first, delimiter) {
            return Ok(Some((at, letters(cells))));
        }
        // A cell with line breaks, or a quote that is closed nowhere: then only this line is broken.
        let mut joined = first;
        for more in 1..LINES {
            self.look_ahead(more).await?;
            let Some((_, line)) = self.lines.get(more.saturating_sub(1)) else {
                break;
            };
            joined.push('\n');
            joined.push_str(line);
            if joined.len() > LONGEST {
                break;
            }
            if let Some(cells) = split(&joined, delimiter)
                && cells.len() == self.width
            {
                self.lines.drain(..more);
                return Ok(Some((at, letters(cells))));
            }
        }
        Ok(Some((at, Err(Reason::new(Code::QuoteNotClosed)))))
    }

    /// Reads on until so many lines are there, or the file ends.
    async fn look_ahead(&mut self, count: usize) -> Result<(), StoreError> {
        while self.lines.len() < count {
            if let Some(end) = self.text.find('\n') {
                // Take all whole lines at once, so that the rest is moved once.
                let mut rest = self.text.as_str();
                let mut end = Some(end);
                while let Some(at) = end {
                    let (line, after) = rest.split_at(at);
                    self.line = self.line.saturating_add(1);
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    self.lines.push_back((self.line, line.to_owned()));
                    rest = after.strip_prefix('\n').unwrap_or(after);
                    end = rest.find('\n');
                }
                self.text = rest.to_owned();
            } else if self.ended {
                if self.text.is_empty() {
                    return Ok(());
                }
                self.line = self.line.saturating_add(1);
                let line = std::mem::take(&mut self.text);
                self.lines.push_back((self.line, line));
            } else {
                self.read_piece().await?;
            }
        }
        Ok(())
    }

    async fn read_piece(&mut self) -> Result<(), StoreError> {
        let piece = self.pieces.next().await?;
        self.ended = piece.is_none();
        let mut rest = piece.as_deref().unwrap_or_default();
        if self.text.len() > LONGEST {
            // A line of which the beginning is too long already: the rest of it is not kept.
            let line_ends = rest.iter().position(|byte| *byte == b'\n');
            rest = rest
                .get(line_ends.unwrap_or(rest.len())..)
                .unwrap_or_default();
        }
        loop {
            let room = self.decoder.max_utf8_buffer_length(rest.len());
            self.text.reserve(room.unwrap_or(rest.len()));
            let (result, read, _) = self
                .decoder
                .decode_to_string(rest, &mut self.text, self.ended);
            rest = rest.get(read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

/// The cells, unless one of them holds what is no letter in the encoding of the file.
fn letters(cells: Vec<String>) -> Result<Vec<String>, Reason> {
    if cells.iter().any(|cell| cell.contains('\u{fffd}')) {
        return Err(Reason::new(Code::InvalidEncoding));
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use akoki_domain::{
        import::{ImportKind, Layout},
        job::{Encoding, FileFacts},
    };

    struct Cut(VecDeque<Vec<u8>>);

    impl Pieces for Cut {
        async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
            Ok(self.0.pop_front())
        }
    }

    fn read(
        bytes: &[u8],
        size: usize,
        encoding: Encoding,
    ) -> Vec<(u64, Result<Vec<String>, Code>)> {
        let order = Order {
            kind: ImportKind::DuoBoards,
            layout: Layout::Boards,
            dry_run: false,
            confirm_end: false,
            responses: None,
            file: FileFacts {
                bytes: 0,
                lines: 0,
                sha256: None,
                encoding,
                delimiter: Some(';'),
            },
        };
        let pieces = Cut(bytes.chunks(size).map(<[u8]>::to_vec).collect());
        let mut rows = Rows::new(pieces, &order, 2);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut found = Vec::new();
            while let Some(row) = rows.next().await.unwrap() {
                assert_eq!(row.number, found.len() as u64 + 1);
                found.push((row.line, row.cells.map_err(|reason| reason.code)));
            }
            found
        })
    }

    fn cells(one: &str, other: &str) -> Result<Vec<String>, Code> {
        Ok(vec![one.to_owned(), other.to_owned()])
    }

    #[test]
    fn rows_are_the_same_however_the_file_is_cut() {
        let text = "\u{feff}a;b\r\n’t Palet;1\r\n\r\n \"x;2\n\"een\ntwee\";3\n\"open;4\nÉlan;5";
        let expected = [
            (2, cells("’t Palet", "1")),
            (4, cells(" \"x", "2")),
            (5, cells("een\ntwee", "3")),
            (7, Err(Code::QuoteNotClosed)),
            (8, cells("Élan", "5")),
        ];
        for size in 1..=text.len() {
            assert_eq!(
                read(text.as_bytes(), size, Encoding::Utf8),
                expected,
                "{size}"
            );
        }
    }

    #[test]
    fn older_exports_are_read_in_their_own_letters() {
        let bytes = b"a;b\r\n\x92t Palet;\xc9lan\r\n";
        for size in [1, 3, 100] {
            let rows = read(bytes, size, Encoding::Windows1252);
            assert_eq!(rows, [(2, cells("’t Palet", "Élan"))]);
        }
        let rows = read(b"\xef\xbb\xbfa;b\nx\x92;1\ny;2\n", 4, Encoding::Utf8);
        assert_eq!(
            rows,
            [(2, Err(Code::InvalidEncoding)), (3, cells("y", "2"))]
        );
    }

    #[test]
    fn a_line_without_end_is_one_broken_row_and_is_not_held() {
        let mut bytes = b"a;b\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 3 * LONGEST));
        bytes.extend(b"\ny;2\n");
        let rows = read(&bytes, 1000, Encoding::Utf8);
        assert_eq!(rows, [(2, Err(Code::TooLong)), (3, cells("y", "2"))]);
    }
}
