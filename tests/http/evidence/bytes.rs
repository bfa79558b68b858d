//! The bytes of files beside the rows that name them: whoever is cut off between the two leaves nothing
//! that can be read, and what no row names goes after a day.

use super::{PDF, PLAN, Scene, path, person, scene, upload};
use akoki_api::{
    clock::Clock,
    failure::Failure,
    files::{Expected, Files, SentDigest},
    worker::keeper::forget,
};
use akoki_domain::{Code, evidence::FileType};
use akoki_tests::both_stores;
use futures_util::stream;
use serde_json::json;
use std::path::PathBuf;
use uuid::Uuid;

const DAY: i64 = 86_400_000;

type Part = Result<actix_web::web::Bytes, Failure>;

fn parts(parts: Vec<Part>) -> stream::Iter<std::vec::IntoIter<Part>> {
    stream::iter(parts)
}

fn pdf() -> Expected {
    Expected {
        file_type: FileType::Pdf,
        max: 100,
        digests: Vec::new(),
    }
}

/// All files that are there, of whatever state.
pub(super) fn there(files: &Files) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![files.root().to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry.unwrap();
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found
}

/// Moves the clock a day and more past the machine's, by which files on a disk are dated.
fn when_they_are_old(scene: &Scene) {
    let clock = &scene.app.shared.clock;
    clock.advance(Clock::default().millis() - clock.millis() + DAY + DAY);
}

async fn sweep(scene: &Scene) {
    let call = scene.app.service().await;
    forget(&call).await.unwrap();
}

both_stores! {
    fn who_is_cut_off_leaves_nothing_that_can_be_read(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let files = &scene.app.shared.files;
        // Killed after the bytes had their place, before the row was written.
        let mut body = parts(vec![Ok(PLAN.into())]);
        let incoming = files.receive(Uuid::from_u128(1), &mut body, &pdf()).await.unwrap();
        files.keep(&incoming, scene.board).await.unwrap();
        assert!(files.has(scene.board, &incoming.sha256).await.unwrap());
        assert_eq!(scene.officer.get(&plan).await.expect(200).json["files"], json!([]));
        // Killed while they came in, and after they had, before they had their place.
        let mut body = parts(vec![Ok(b"%PDF-1.7 anders".as_slice().into())]);
        let _ = files.receive(Uuid::from_u128(2), &mut body, &pdf()).await.unwrap();
        std::fs::write(files.root().join("incoming/half#1"), "%PDF").unwrap();
        assert_eq!(there(files).len(), 3);
        sweep(&scene).await;
        assert_eq!(there(files).len(), 3, "another process may be about to write the row");
        // The same file again, by whoever was cut off.
        let made = upload(&scene.officer, &plan, "plan.pdf", PDF, PLAN).await.expect(201);
        when_they_are_old(&scene);
        sweep(&scene).await;
        let kept = there(files);
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(kept[0].ends_with(made.json["sha256"].as_str().unwrap()));
    }
}

both_stores! {
    fn bytes_go_a_day_after_the_last_that_named_them(store) {
        let scene = scene(store).await;
        let (one, other) = (scene.made().await, scene.made().await);
        let files = &scene.app.shared.files;
        for plan in [&one, &other] {
            let _ = upload(&scene.officer, plan, "plan.pdf", PDF, PLAN).await.expect(201);
        }
        assert_eq!(there(files).len(), 1, "the same bytes once");
        assert_eq!(scene.officer.delete(&one).await.status, 204);
        let board = scene.board;
        when_they_are_old(&scene);
        sweep(&scene).await;
        assert_eq!(there(files).len(), 1, "the other names them");
        let officer = scene.app.caller(akoki_domain::access::Role::BoardQualityOfficer, board).await;
        let shown = officer.get(&other).await.expect(200);
        let href = shown.json["files"][0]["href"].as_str().unwrap().to_owned();
        officer.get(&href).await.expect(200);
        assert_eq!(officer.delete(&href).await.status, 204);
        scene.app.shared.clock.advance(DAY);
        sweep(&scene).await;
        assert_eq!(there(files), Vec::<PathBuf>::new());
        let again = upload(&officer_of(&scene).await, &other, "plan.pdf", PDF, PLAN).await.expect(201);
        assert_eq!(again.json["sha256"], shown.json["files"][0]["sha256"]);
    }
}

async fn officer_of(scene: &Scene) -> akoki_tests::Caller {
    let role = akoki_domain::access::Role::BoardQualityOfficer;
    scene.app.caller(role, scene.board).await
}

both_stores! {
    fn boards_do_not_share_bytes(store) {
        let scene = scene(store).await;
        let (board, stranger) = scene.app.board("Twee").await;
        let school = scene.app.school(&stranger, board, "Hun").await;
        let owner = person(&stranger, school).await;
        let mut body = scene.plan();
        body["unitId"] = json!(school);
        body["ownerId"] = json!(owner);
        let theirs = path(&stranger.post("/v1/evidence", body).await.expect(201));
        let _ = upload(&scene.officer, &scene.made().await, "plan.pdf", PDF, PLAN).await.expect(201);
        let _ = upload(&stranger, &theirs, "plan.pdf", PDF, PLAN).await.expect(201);
        assert_eq!(there(&scene.app.shared.files).len(), 2);
    }
}

#[tokio::test]
async fn a_file_that_is_refused_while_it_comes_in_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    let long = [b"%PDF-".as_slice(), &[b'x'; 200]].concat();
    let broken = Failure::Internal("cut off".into());
    let digest = Expected {
        digests: vec![SentDigest {
            header: "Repr-Digest",
            sha256: vec![0; 32],
        }],
        ..pdf()
    };
    for (body, expected, code) in [
        (vec![Ok(long.into())], pdf(), Some(Code::PayloadTooLarge)),
        (
            vec![Ok(b"PK\x03\x04".as_slice().into())],
            pdf(),
            Some(Code::TypeMismatch),
        ),
        (vec![Ok(PLAN.into())], digest, Some(Code::DigestMismatch)),
        (vec![Ok(PLAN.into()), Err(broken)], pdf(), None),
    ] {
        let mut body = parts(body);
        let failure = files
            .receive(Uuid::from_u128(3), &mut body, &expected)
            .await
            .unwrap_err();
        let found = match &failure {
            Failure::Plain(reason) => Some(reason.code),
            Failure::Invalid(wrong) => wrong.first().map(|wrong| wrong.reason.code),
            _ => None,
        };
        assert_eq!(found, code, "{failure:?}");
        assert_eq!(there(&files), Vec::<PathBuf>::new(), "{failure:?}");
    }
}
