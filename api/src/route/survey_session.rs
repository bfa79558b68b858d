//! `/v1/survey-sessions`: answering a survey with a code.

use actix_web::HttpResponse;
use akoki_openapi::{
    operation::Operation,
    wire::survey_session::{
        SurveyAnswers, SurveyForm, SurveyReceipt, SurveySession, SurveySessionInput,
    },
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs, operations},
    http::{Body, Network, Respondent},
    reply::Reply,
    usecase::survey_session as usecase,
};

const TAG: &str = "surveys";

operations! {
    Begin: "createSurveySession", Public;
    Read: "readSurveySession", Respondent;
    ReadDraft: "readSurveyDraft", Respondent;
    PutDraft: "putSurveyDraft", Respondent;
    ReadReceipt: "readSurveyReceipt", Respondent;
    Submit: "submitSurveyAnswers", Respondent;
}

fn operation<N: Needs>(method: &'static str, tail: &str) -> Operation {
    let path = format!("/survey-sessions{tail}");
    Operation::new(N::OPERATION, method, path, TAG, N::ACCESS)
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let answers = json!({"answers": {"plezier": 4, "veilig": 3}});
    let receipt = |already: bool| json!({"alreadyReceived": already});
    let begin = operation::<Begin>("post", "")
        .takes::<SurveySessionInput>(json!({"code": "7KQ2-M4XT-9RWB"}))
        .answers::<SurveySession>(201, &["Location"], session())
        .answers::<SurveySession>(
            200,
            &[],
            json!({
                "alreadyReceived": true, "token": null, "expiresAt": null, "links": {},
            }),
        )
        .problems(&[404, 409]);
    let read_form = operation::<Read>("get", "/current")
        .answers::<SurveyForm>(200, &[], form())
        .problems(&[404, 409]);
    let read_draft = operation::<ReadDraft>("get", "/current/draft")
        .answers::<SurveyAnswers>(200, &[], answers.clone())
        .problems(&[404, 409]);
    let put_draft = operation::<PutDraft>("put", "/current/draft")
        .takes::<SurveyAnswers>(answers.clone())
        .answers::<SurveyReceipt>(200, &[], receipt(false))
        .problems(&[404, 409]);
    let submit_answers = operation::<Submit>("post", "/current/submission")
        .takes::<SurveyAnswers>(answers)
        .answers::<SurveyReceipt>(201, &["Location"], receipt(false))
        .answers::<SurveyReceipt>(200, &[], receipt(true))
        .problems(&[404, 409]);
    let read_receipt = operation::<ReadReceipt>("get", "/current/submission")
        .answers::<SurveyReceipt>(200, &[], receipt(true));
    vec![
        Endpoint::new(read_receipt, is_received),
        Endpoint::new(begin, begin_session),
        Endpoint::new(read_form, read),
        Endpoint::new(read_draft, draft),
        Endpoint::new(put_draft, keep_draft),
        Endpoint::new(submit_answers, submit),
    ]
}

fn session() -> Value {
    json!({
        "alreadyReceived": false, "token": "akoki_survey_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "expiresAt": "2026-11-12T11:30:00Z",
        "links": {
            "self": "/v1/survey-sessions/current", "draft": "/v1/survey-sessions/current/draft",
            "submission": "/v1/survey-sessions/current/submission",
        },
    })
}

fn form() -> Value {
    json!({
        "title": "Wat vind jij van school?", "introduction": "Niemand ziet wat jij hebt geantwoord.",
        "language": "nl", "closesAt": "2027-04-30T22:00:00Z", "minimum": 5,
        "sections": [{
            "key": "school", "title": "Op school", "showWhen": null,
            "questions": [{
                "key": "plezier", "text": "Ik ga met plezier naar school.", "help": null, "required": true,
                "showWhen": null,
                "answer": {"kind": "scale", "points": 4, "low": "Nooit", "high": "Altijd"},
            }],
        }],
    })
}

async fn begin_session(
    guard: Guard<Begin>,
    network: Network,
    body: Body<SurveySessionInput>,
) -> Result<HttpResponse, Failure> {
    Ok(usecase::begin(&guard, &network, &body.value.code)
        .await?
        .into())
}

async fn read(guard: Guard<Read>, respondent: Respondent) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &usecase::read(&guard, &respondent.0).await?)?.into())
}

async fn draft(guard: Guard<ReadDraft>, respondent: Respondent) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &usecase::read_draft(&guard, &respondent.0).await?)?.into())
}

async fn is_received(
    guard: Guard<ReadReceipt>,
    respondent: Respondent,
) -> Result<HttpResponse, Failure> {
    Ok(usecase::is_received(&guard, &respondent.0).await?.into())
}

async fn keep_draft(
    guard: Guard<PutDraft>,
    respondent: Respondent,
    body: Body<SurveyAnswers>,
) -> Result<HttpResponse, Failure> {
    let kept = usecase::keep_draft(&guard, &respondent.0, body.value.answers).await?;
    Ok(Reply::json(200, &kept)?.into())
}

async fn submit(
    guard: Guard<Submit>,
    respondent: Respondent,
    body: Result<Body<SurveyAnswers>, Failure>,
) -> Result<HttpResponse, Failure> {
    let answers = body.map(|body| body.value.answers);
    Ok(usecase::submit(&guard, &respondent.0, answers)
        .await?
        .into())
}
