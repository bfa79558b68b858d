//! Surveys: instruments with their versions.

mod instruments;

use akoki_tests::{Caller, StoreHandle, TestApp};
use serde_json::Value;
use uuid::Uuid;

/// A board with a school and a quality officer.
struct Scene {
    app: TestApp,
    board: Uuid,
    school: Uuid,
    officer: Caller,
}

async fn scene(store: StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    Scene {
        app,
        board,
        school,
        officer,
    }
}

/// What a shipped instrument holds.
async fn shipped(caller: &Caller, key: &str) -> Value {
    let path = format!("/v1/shipped-survey-instruments/{key}");
    caller.get(&path).await.expect(200).json
}
