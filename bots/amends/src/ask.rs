//! `amends ask`: hands one contact to the running service and says what became of it. Also how other
//! commands call the service.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use amends_web::signature::Credentials;
use anyhow::{Context, anyhow, bail};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{ahead, cli::AskArgs, config::Config};

/// The service answers within 15 s, whatever happens.
const WITHIN: Duration = Duration::from_secs(20);

/// Asks, and says what became of it. It fails if the customer is not going to be asked.
pub(crate) fn run(args: &AskArgs, config: &Config) -> anyhow::Result<()> {
    let clock = ahead::clock(&config.data_dir)?;
    let now = clock.now();
    // Two calls in one millisecond would be one contact; nobody types that fast.
    let id = format!("ask-{}-{}", now.as_millisecond(), std::process::id());
    let body = json!({
        "id": id,
        "source": "manual",
        "ended_at": now,
        "customer": { "telegram_id": args.telegram, "discord_id": args.discord },
        "topic": args.topic,
        "agent": args.agent,
    });
    let (status, answer) = call(Method::POST, "/v1/interactions", body.to_string(), config)?;
    said(status, &answer)
}

/// Calls the running service, and returns the status and what it answers.
pub(crate) fn call(
    method: Method,
    path: &str,
    body: String,
    config: &Config,
) -> anyhow::Result<(u16, Value)> {
    let known = Credentials::new(config.intake.secret.as_ref(), config.intake.key.as_ref())?;
    if known.is_empty() {
        bail!(
            "the service can't tell who asks: set AMENDS_INTAKE_KEY (any long random text) or \
             AMENDS_INTAKE_SECRET for it and for this command"
        );
    }
    let now = ahead::clock(&config.data_dir)?.now();
    let url = format!("http://{}{path}", reachable(config.http_addr)?);
    let id = format!("call-{}-{}", now.as_millisecond(), std::process::id());
    let proof = known.sign(&id, body.as_bytes(), now);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(send(method, &url, proof, body))
}

/// Where the service is reached from this machine.
pub(crate) fn reachable(addr: SocketAddr) -> anyhow::Result<SocketAddr> {
    if addr.port() == 0 {
        bail!("the service takes any free port: set http.addr to one, such as 127.0.0.1:8080");
    }
    let ip = match addr.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    Ok(SocketAddr::new(ip, addr.port()))
}

async fn send(
    method: Method,
    url: &str,
    proof: Vec<(&'static str, String)>,
    body: String,
) -> anyhow::Result<(u16, Value)> {
    let client = reqwest::Client::builder().timeout(WITHIN).no_proxy().build()?;
    let request = client.request(method, url).header("content-type", "application/json").body(body);
    let request =
        proof.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    let response = request.send().await.map_err(|error| {
        if error.is_connect() {
            anyhow!(
                "nobody answers at {url}: start the service first (amends serve), or set http.addr \
                 to where it listens"
            )
        } else {
            anyhow!("the service at {url} did not answer: {error}")
        }
    })?;
    let status = response.status().as_u16();
    let answer = response.json().await.with_context(|| format!("{url} is not amends"))?;
    Ok((status, answer))
}

fn said(status: u16, answer: &Value) -> anyhow::Result<()> {
    let text = |field: &str| answer.get(field).and_then(Value::as_str).unwrap_or_default();
    let why = match text("survey") {
        "planned" => {
            writeln!(io::stdout(), "planned: the customer will be asked ({})", text("id"))?;
            return Ok(());
        }
        "duplicate" => "this contact was handed in before".to_owned(),
        "no_channel" if !text("link").is_empty() => format!(
            "the bot can't write to this customer; this link can be shown to them: {}",
            text("link")
        ),
        "no_channel" => "the bot can't write to this customer".to_owned(),
        "suppressed" => suppressed(text("why")),
        _ => format!("the service answered {status}: {}", text("detail")),
    };
    bail!("not asked: {why}")
}

fn suppressed(why: &str) -> String {
    let reason = match why {
        "opted_out" => "the customer wants no questions",
        "case_open" => "a case of the customer is open",
        "gap" => "the customer was asked a short while ago",
        "stale" => "the contact is too old",
        "no_channel" => "there is no way to reach the customer",
        "same_contact" => "this contact is known from another source",
        "incident" => "we said sorry for what went wrong then",
        _ => "a rule forbids it",
    };
    format!("{reason} ({why})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_networks_are_reached_by_this_machine() {
        for (listens, wanted) in
            [("0.0.0.0:1", "127.0.0.1:1"), ("[::]:1", "[::1]:1"), ("10.1.2.3:1", "10.1.2.3:1")]
        {
            assert_eq!(reachable(listens.parse().unwrap()).unwrap().to_string(), wanted);
        }
        assert!(reachable("127.0.0.1:0".parse().unwrap()).is_err());
    }

    #[test]
    fn every_answer_is_a_sentence() {
        assert!(said(202, &json!({"survey": "planned", "id": "s_1"})).is_ok());
        for (answer, wanted) in [
            (json!({"survey": "duplicate"}), "handed in before"),
            (json!({"survey": "suppressed", "why": "case_open"}), "a case of the customer is open"),
            (json!({"survey": "suppressed", "why": "new_rule"}), "(new_rule)"),
            (json!({"survey": "no_channel", "link": "https://t.me/x"}), "https://t.me/x"),
            (json!({"survey": "no_channel", "link": null}), "can't write"),
            (json!({"status": 401, "detail": "the key is wrong"}), "401: the key is wrong"),
        ] {
            let wrong = said(401, &answer).unwrap_err().to_string();
            assert!(wrong.contains(wanted), "{wrong}");
        }
    }
}
