//! Reads answers off a kept connection, no further than it must.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// What is kept of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The other side closes the connection after it.
    pub(crate) closes: bool,
}

/// How the end of a body is known.
#[derive(Debug, PartialEq, Eq)]
enum Body {
    Length(usize),
    Chunked,
}

/// The bytes that were read and not used yet.
#[derive(Default)]
pub(crate) struct Reader {
    buffer: Vec<u8>,
}

impl Reader {
    /// The next answer. An error when the connection ends within one.
    pub(crate) async fn next(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> Result<Answer> {
        let head = self.until(b"\r\n\r\n", stream).await?;
        let (answer, body) = parse(&head)?;
        match body {
            Body::Length(length) => self.skip(length, stream).await?,
            Body::Chunked => loop {
                let line = self.until(b"\r\n", stream).await?;
                let size = size_of_chunk(&line)?;
                // A chunk ends with a line end, and so does the (empty) trailer after the last one.
                self.skip(size + 2, stream).await?;
                if size == 0 {
                    break;
                }
            },
        }
        Ok(answer)
    }

    /// What comes before `mark`; the mark is used up.
    async fn until(
        &mut self,
        mark: &[u8],
        stream: &mut (impl AsyncRead + Unpin),
    ) -> Result<Vec<u8>> {
        loop {
            let found = self
                .buffer
                .windows(mark.len())
                .position(|bytes| bytes == mark);
            if let Some(end) = found {
                let rest = self.buffer.split_off(end + mark.len());
                let mut before = std::mem::replace(&mut self.buffer, rest);
                before.truncate(end);
                return Ok(before);
            }
            self.fill(stream).await?;
        }
    }

    async fn skip(&mut self, length: usize, stream: &mut (impl AsyncRead + Unpin)) -> Result<()> {
        while self.buffer.len() < length {
            self.fill(stream).await?;
        }
        self.buffer.drain(..length);
        Ok(())
    }

    async fn fill(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> Result<()> {
        self.buffer.reserve(16 * 1024);
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn parse(head: &[u8]) -> Result<(Answer, Body)> {
    let head = std::str::from_utf8(head).map_err(|_| wrong("a head that is not text"))?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| {
            line.strip_prefix("HTTP/1.1 ")?
                .split(' ')
                .next()?
                .parse()
                .ok()
        })
        .ok_or_else(|| wrong("no status line"))?;
    let mut answer = Answer {
        status,
        closes: false,
    };
    // An answer of this kind has no body, whatever its headers say.
    let bare = matches!(status, 204 | 304);
    let mut body = bare.then_some(Body::Length(0));
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(|| wrong("a header"))?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("connection") {
            answer.closes = value.eq_ignore_ascii_case("close");
        } else if bare {
        } else if name.eq_ignore_ascii_case("content-length") {
            body = Some(Body::Length(value.parse().map_err(|_| wrong("a length"))?));
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            body = Some(Body::Chunked);
        }
    }
    let body = body.ok_or_else(|| wrong("an answer without a length"))?;
    Ok((answer, body))
}

fn size_of_chunk(line: &[u8]) -> Result<usize> {
    std::str::from_utf8(line)
        .ok()
        .and_then(|line| line.split(';').next())
        .and_then(|digits| usize::from_str_radix(digits.trim(), 16).ok())
        .ok_or_else(|| wrong("a size of a chunk"))
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("not understood: {what}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Answer, Reader};

    const STREAM: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello\
        HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=1\r\nabcd\r\nA\r\n0123456789\r\n0\r\n\r\n\
        HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n\
        HTTP/1.1 204\r\nConnection: close\r\n\r\n";

    #[tokio::test]
    async fn finds_every_answer_however_the_bytes_come() {
        for piece in [1, 7, STREAM.len()] {
            let mut builder = tokio::io::duplex(STREAM.len());
            let (mut near, mut far) = (&mut builder.0, builder.1);
            let sending = async {
                for bytes in STREAM.chunks(piece) {
                    tokio::io::AsyncWriteExt::write_all(&mut far, bytes)
                        .await
                        .unwrap();
                    tokio::task::yield_now().await;
                }
                drop(far);
            };
            let reading = async {
                let mut reader = Reader::default();
                let mut seen = Vec::new();
                while let Ok(answer) = reader.next(&mut near).await {
                    seen.push(answer);
                }
                seen
            };
            let ((), seen) = tokio::join!(sending, reading);
            let answer = |status, closes| Answer { status, closes };
            let expected = [
                answer(200, false),
                answer(200, false),
                answer(304, false),
                answer(204, true),
            ];
            assert_eq!(seen, expected);
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_cut_or_not_understood_is_an_error() {
        for bytes in [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ] {
            Reader::default()
                .next(&mut bytes.as_bytes())
                .await
                .unwrap_err();
        }
    }
}
