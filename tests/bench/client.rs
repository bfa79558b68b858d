//! A client: one connection with one request at a time.

use std::cell::Cell;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::{answer::Reader, report::Tally, request::Requests};

/// What the clients of a run send, and until when.
pub(crate) struct Course {
    requests: Requests,
    until: Until,
}

enum Until {
    /// Around and around until the end; what is asked before the start does not count.
    End { start: Instant, end: Instant },
    /// Each request once; the next that nobody took.
    Sent(Cell<usize>),
}

impl Course {
    /// Around and around, measured for `span` from `start` on.
    pub(crate) fn around(requests: Requests, start: Instant, span: Duration) -> Self {
        let end = start + span;
        Self {
            requests,
            until: Until::End { start, end },
        }
    }

    /// Each request once, whichever client sends it.
    pub(crate) fn once(requests: Requests) -> Self {
        Self {
            requests,
            until: Until::Sent(Cell::new(0)),
        }
    }

    /// Which request a client sends now; none when it is done. `turn` counts its own.
    fn next(&self, turn: &mut usize, now: Instant) -> Option<usize> {
        match &self.until {
            Until::End { end, .. } => {
                let this = *turn;
                *turn += 1;
                (now < *end).then_some(this)
            }
            Until::Sent(next) => {
                let this = next.get();
                next.set(this + 1);
                (this < self.requests.many()).then_some(this)
            }
        }
    }

    fn counts(&self, asked: Instant) -> bool {
        match self.until {
            Until::End { start, .. } => asked >= start,
            Until::Sent(_) => true,
        }
    }

    /// Whether a client whose connection broke makes another. Where each request is sent once the run has failed by
    /// then.
    fn goes_on(&self) -> bool {
        match self.until {
            Until::End { end, .. } => Instant::now() < end,
            Until::Sent(_) => false,
        }
    }
}

/// One client: asks until it is done, and counts what was answered. A broken connection counts as an error and is
/// made anew, after a pause, so that a service that is away is not hammered.
pub(crate) async fn serve(client: usize, target: &str, course: &Course) -> Tally {
    let mut tally = Tally::default();
    let mut turn = client;
    loop {
        match converse(target, course, &mut turn, &mut tally).await {
            Ok(true) => return tally,
            Ok(false) => {}
            Err(e) => {
                tally.error(&e);
                if !course.goes_on() {
                    return tally;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Uses one connection until the client is done (`true`), or until the other side closes it.
async fn converse(
    target: &str,
    course: &Course,
    turn: &mut usize,
    tally: &mut Tally,
) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(target).await?;
    stream.set_nodelay(true)?;
    let mut reader = Reader::default();
    let mut bytes = Vec::new();
    loop {
        let asked = Instant::now();
        let Some(this) = course.next(turn, asked) else {
            return Ok(true);
        };
        course.requests.write(this, &mut bytes);
        stream.write_all(&bytes).await?;
        let answer = reader.next(&mut stream).await?;
        if course.counts(asked) {
            tally.answer(answer.status, asked.elapsed());
        }
        if answer.closes {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpListener;
    use tokio::task::LocalSet;

    use super::*;
    use crate::report::Report;

    /// Answers every request with `status`, on connections it keeps.
    async fn service(status: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = listener.local_addr().unwrap().to_string();
        tokio::task::spawn_local(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                tokio::task::spawn_local(async move {
                    let mut buffer = [0; 1024];
                    while stream.read(&mut buffer).await.is_ok_and(|n| n > 0) {
                        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nok");
                        stream.write_all(answer.as_bytes()).await.unwrap();
                    }
                });
            }
        });
        target
    }

    async fn half_a_second(status: &'static str) -> Report {
        let requests = Requests::prepare("{\"path\": \"/\"}", "x").unwrap();
        let target = service(status).await;
        let (start, span) = (Instant::now(), Duration::from_millis(500));
        let course = Course::around(requests, start, span);
        serve(0, &target, &course).await.report(span)
    }

    #[tokio::test]
    async fn counts_what_is_answered() {
        let good = LocalSet::new().run_until(half_a_second("200 OK")).await;
        assert!(good.is_clean(None) && good.requests > 10, "{good}");
        let bad = LocalSet::new().run_until(half_a_second("500 No")).await;
        assert!(!bad.is_clean(None) && bad.requests > 10, "{bad}");
    }

    #[tokio::test]
    async fn a_service_that_is_away_is_an_error() {
        let requests = Requests::prepare("{\"path\": \"/\"}", "x").unwrap();
        let (start, span) = (Instant::now(), Duration::from_millis(200));
        let course = Course::around(requests, start, span);
        let tally = serve(0, "127.0.0.1:1", &course).await;
        assert!(!tally.report(span).is_clean(None));
    }

    #[tokio::test]
    async fn each_is_sent_once_whoever_sends_it() {
        let text = "{\"path\": \"/\"}\n".repeat(7);
        let course = Course::once(Requests::prepare(&text, "x").unwrap());
        let run = async {
            let target = service("201 Created").await;
            let (mut one, other) =
                tokio::join!(serve(0, &target, &course), serve(1, &target, &course));
            one.add(other);
            one.report(Duration::from_secs(1))
        };
        let report = LocalSet::new().run_until(run).await;
        assert_eq!(report.requests, 7);
        assert!(report.is_clean(Some(201)), "{report}");
    }

    #[tokio::test]
    async fn sending_once_ends_when_the_service_is_away() {
        let course = Course::once(Requests::prepare("{\"path\": \"/\"}", "x").unwrap());
        let tally = serve(0, "127.0.0.1:1", &course).await;
        assert!(!tally.report(Duration::from_secs(1)).is_clean(None));
    }
}
