//! The client that openapi-generator writes for Rust, as an adapter of the conformance kit.
use std::io::{stdin, stdout, BufRead, Write};
use std::time::Duration;

use masking::apis::configuration::Configuration;
use masking::apis::masking_sessions_api::{
    update_masking_session, UpdateMaskingSessionError as Refusal,
    UpdateMaskingSessionSuccess as Success,
};
use masking::apis::Error;
use masking::models::MaskingSessionUpdate;
use serde_json::{json, Value};

#[derive(serde::Deserialize)]
struct Call {
    base_url: String,
    auth_id: String,
    auth_token: String,
    session_uuid: String,
    fields: MaskingSessionUpdate,
    timeout_seconds: f64,
}

async fn outcome(call: Call) -> Value {
    let configuration = Configuration {
        base_path: call.base_url,
        basic_auth: Some((call.auth_id.clone(), Some(call.auth_token))),
        client: reqwest::Client::builder()
            .timeout(Duration::from_secs_f64(call.timeout_seconds))
            .build()
            .expect("a client"),
        ..Configuration::default()
    };
    match update_masking_session(
        &configuration,
        &call.auth_id,
        &call.session_uuid,
        call.fields,
    )
    .await
    {
        Ok(response) => match response.entity {
            Some(Success::Status200(reply)) => json!({"outcome": "reply", "reply": reply}),
            _ => error(Some(response.status.as_u16()), None),
        },
        Err(Error::ResponseError(response)) => {
            error(Some(response.status.as_u16()), response.entity)
        }
        Err(Error::Serde(_)) => error(None, None),
        Err(Error::Reqwest(problem)) if problem.is_builder() => {
            json!({"outcome": "refused", "detail": problem.to_string()})
        }
        Err(problem) => json!({"outcome": "transport", "detail": problem.to_string()}),
    }
}

fn error(status: Option<u16>, told: Option<Refusal>) -> Value {
    // The variants have one type, and the first that fits is taken whatever the status.
    let (message, api_id): (_, Option<String>) = match told {
        // The document requires api_id and its SDK view doesn't, so the type differs.
        Some(Refusal::Status400(reply)) => (Some(reply.error), reply.api_id.into()),
        _ => (None, None),
    };
    json!({"outcome": "error", "status": status, "message": message, "api_id": api_id})
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for line in stdin().lock().lines() {
        let call = serde_json::from_str(&line.expect("a line")).expect("a call");
        println!("{}", runtime.block_on(outcome(call)));
        stdout().flush().expect("an open stdout");
    }
}
