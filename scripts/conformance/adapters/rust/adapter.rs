//! The client that openapi-generator writes for Rust, as an adapter of the conformance kit.
use std::io::{stdin, stdout, BufRead, Write};
use std::sync::Arc;
use std::time::Duration;

use masking::apis::configuration::Configuration;
use masking::apis::masking_sessions_api::{
    update_masking_session, UpdateMaskingSessionError as Refusal,
    UpdateMaskingSessionSuccess as Success,
};
use masking::apis::Error;
use masking::models::MaskingSessionUpdate;
use reqwest::redirect::Policy;
use serde_json::{json, Value};

#[derive(serde::Deserialize)]
struct Call {
    base_url: String,
    auth_id: String,
    auth_token: String,
    session_uuid: String,
    fields: MaskingSessionUpdate,
    updates: Option<Vec<MaskingSessionUpdate>>,
    #[serde(default)]
    at_once: bool,
    timeout_seconds: f64,
}

async fn answer(call: Call) -> Value {
    let configuration = Arc::new(Configuration {
        base_path: call.base_url,
        basic_auth: Some((call.auth_id.clone(), Some(call.auth_token))),
        client: reqwest::Client::builder()
            .timeout(Duration::from_secs_f64(call.timeout_seconds))
            // By default it follows with a GET, or takes the update to another host.
            .redirect(Policy::none())
            .build()
            .expect("a client"),
        ..Configuration::default()
    });
    let start = |fields| {
        tokio::spawn(outcome(
            configuration.clone(),
            call.auth_id.clone(),
            call.session_uuid.clone(),
            fields,
        ))
    };
    let Some(updates) = call.updates else {
        return start(call.fields).await.expect("an outcome");
    };
    let mut outcomes = Vec::new();
    if call.at_once {
        let running: Vec<_> = updates.into_iter().map(start).collect();
        for update in running {
            outcomes.push(update.await.expect("an outcome"));
        }
    } else {
        for fields in updates {
            outcomes.push(start(fields).await.expect("an outcome"));
        }
    }
    json!({"outcome": "several", "outcomes": outcomes})
}

async fn outcome(
    configuration: Arc<Configuration>,
    auth_id: String,
    session_uuid: String,
    fields: MaskingSessionUpdate,
) -> Value {
    match update_masking_session(&configuration, &auth_id, &session_uuid, fields).await {
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
        println!("{}", runtime.block_on(answer(call)));
        stdout().flush().expect("an open stdout");
    }
}
