//! Links for customers whom nobody knows yet: printed ones by the command line, with the service
//! stopped and with it running, and receipts over HTTP.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;

use std::{fs, path::Path, process::Output, time::Duration};

use amends_platforms::telegram::{Options, TelegramStandIn, people::NewUser, world::World};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time,
};

/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// A business with a bot.
struct Luma {
    dir: tempfile::TempDir,
    telegram: TelegramStandIn,
    addr: String,
}

impl Luma {
    async fn new() -> Self {
        let telegram = TelegramStandIn::start(Options::default()).await.unwrap();
        Self { dir: tempfile::tempdir().unwrap(), telegram, addr: "127.0.0.1:0".to_owned() }
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.dir.path().join(file)
    }

    fn command(&self, args: &[&str]) -> Command {
        let variables = [
            ("AMENDS_HTTP_ADDR", self.addr.clone()),
            ("AMENDS_INTAKE_KEY", "k-0123456789".to_owned()),
            ("AMENDS_TELEGRAM_TOKEN", self.telegram.token().to_owned()),
            ("AMENDS_TELEGRAM_API_URL", self.telegram.base_url()),
        ];
        called::command(&self.dir, &variables, args)
    }

    async fn serves(&mut self) -> Child {
        self.serves_with(|command| command).await
    }

    async fn serves_with(&mut self, change: fn(&mut Command) -> &mut Command) -> Child {
        let mut command = self.command(&["serve"]);
        // One that was killed a moment ago may still hold the port.
        let mut child = change(command.env("AMENDS_HTTP_ADDR", "127.0.0.1:0")).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
        let addr = said.trim().strip_prefix("amends listens on http://").unwrap();
        addr.clone_into(&mut self.addr);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready = async {
            let mut looks = time::interval(Duration::from_millis(20));
            let url = format!("http://{}/readyz", self.addr);
            while !client.get(&url).send().await.unwrap().status().is_success() {
                looks.tick().await;
            }
        };
        time::timeout(SOON, ready).await.unwrap();
        child
    }

    /// The service was there once, and is no more.
    async fn served(&mut self) {
        let mut child = self.serves().await;
        let pid = child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        assert!(time::timeout(SOON, child.wait()).await.unwrap().unwrap().success());
    }

    async fn qr(&self, args: &[&str]) -> (i32, String, String) {
        said(&self.command(&[&["qr"], args].concat()).output().await.unwrap())
    }
}

impl Luma {
    async fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method, format!("http://{}{path}", self.addr));
        let response = request.bearer_auth("k-0123456789").json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// What a phone reads in a picture.
fn read(png: &Path) -> String {
    let decoder = png::Decoder::new(std::io::BufReader::new(fs::File::open(png).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rows).unwrap();
    let side = usize::try_from(info.width).unwrap();
    let grey = |x: usize, y: usize| {
        if rows[y * info.line_size + x / 8] & (0x80 >> (x % 8)) == 0 { 0 } else { 255 }
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
    let codes = picture.detect_grids();
    codes[0].decode().unwrap().1
}

#[tokio::test]
async fn a_place_has_one_link_whether_the_service_runs_or_not() {
    let mut luma = Luma::new().await;
    luma.served().await;
    let (status, out, err) =
        luma.qr(&["till2", "--png", "a.png", "--svg", "a.svg", "--lang", "de"]).await;
    assert_eq!((status, err.as_str()), (0, ""));
    let mut lines = out.lines();
    let link = lines.next().unwrap().to_owned();
    assert!(link.starts_with("https://t.me/") && link.contains("?start=q_till2_"), "{link}");
    assert!(lines.next().unwrap().starts_with("Wie war es?"), "{out}");
    assert_eq!(read(&luma.path("a.png")), link);
    assert!(fs::read_to_string(luma.path("a.svg")).unwrap().starts_with("<svg"));

    let _service = luma.serves().await;
    let (status, out, err) = luma.qr(&["till2", "--png", "b.png"]).await;
    assert_eq!((status, out, err.as_str()), (0, format!("{link}\n"), ""));
    assert_eq!(fs::read(luma.path("a.png")).unwrap(), fs::read(luma.path("b.png")).unwrap());
    let mut wrong = luma.command(&["qr", "till2"]);
    let (status, _, err) =
        said(&wrong.env("AMENDS_INTAKE_KEY", "k-987654321").output().await.unwrap());
    assert_eq!(status, 1);
    assert!(err.contains("401"), "{err}");
    let mut nobody = luma.command(&["qr", "till2"]);
    let (status, _, err) = said(&nobody.env_remove("AMENDS_INTAKE_KEY").output().await.unwrap());
    assert_eq!(status, 1);
    assert!(err.contains("set AMENDS_INTAKE_KEY"), "{err}");
}

#[tokio::test]
async fn what_can_not_be_printed_is_told_and_nothing_is_written() {
    let mut luma = Luma::new().await;
    let (status, _, err) = luma.qr(&["till2", "--png", "a.png"]).await;
    assert_eq!(status, 1);
    assert!(err.contains("there is no store in"), "{err}");
    assert!(!luma.path("amends-data").exists(), "looking makes no store");
    luma.served().await;
    for wrong in [&["table 4"][..], &["seventeen-letters"], &[""], &["till2", "--lang", "xx"], &[]]
    {
        assert_eq!(luma.qr(wrong).await.0, 2, "{wrong:?}");
    }
    let mut without = luma.command(&["qr", "till2", "--png", "a.png"]);
    let (status, _, err) =
        said(&without.env_remove("AMENDS_TELEGRAM_TOKEN").output().await.unwrap());
    assert_eq!(status, 1);
    assert!(err.contains("set AMENDS_TELEGRAM_TOKEN"), "{err}");
    assert!(!luma.path("a.png").exists());

    fs::write(luma.path("there.png"), "mine").unwrap();
    let (status, _, err) = luma.qr(&["till2", "--svg", "new.svg", "--png", "there.png"]).await;
    assert_eq!(status, 1);
    assert!(err.contains("`there.png` is there already") && err.contains("--force"), "{err}");
    assert_eq!(fs::read_to_string(luma.path("there.png")).unwrap(), "mine");
    assert!(!luma.path("new.svg").exists());
    assert_eq!(luma.qr(&["till2", "--png", "there.png", "--force"]).await.0, 0);
    assert!(read(&luma.path("there.png")).contains("q_till2_"));

    let (status, _, err) = luma.qr(&["till2", "--svg", "nowhere/a.svg"]).await;
    assert_eq!(status, 1);
    assert!(err.contains("can't write `nowhere/a.svg`: "), "{err}");
}

#[tokio::test]
async fn a_till_registers_a_receipt_and_whoever_scans_it_is_asked() {
    const DANA: i64 = 7;
    let mut luma = Luma::new().await;
    let receipt = json!({"id": "till-4711", "topic": "Lunch", "amount": 1450, "currency": "EUR"});
    let mut service = luma.serves().await;
    let (status, first) = luma.call(Method::POST, "/v1/receipts", &receipt).await;
    assert_eq!((status, &first["id"]), (201, &json!("till-4711")));
    let link = first["link"].as_str().unwrap();
    let (_, token) = link.split_once("?start=").unwrap();
    assert!(token.starts_with("r_") && token.len() == 24, "{link}");
    assert!(first["qr_svg"].as_str().unwrap().starts_with("<svg"));
    service.start_kill().unwrap();
    service.wait().await.unwrap();

    let _service = luma.serves().await;
    let again = luma.call(Method::POST, "/v1/receipts", &receipt).await;
    assert_eq!(again, (200, first.clone()), "a kill loses nothing that was answered");
    let mut other = receipt.clone();
    other["amount"] = json!(9_900);
    assert_eq!(luma.call(Method::POST, "/v1/receipts", &other).await.0, 409);

    let people = luma.telegram.people();
    people.create_user(NewUser::new(DANA, "Dana").language("en")).unwrap();
    people.start(DANA, Some(token)).unwrap();
    let asked = |world: &World| {
        let mut messages = world.chats.get(&DANA)?.messages.values();
        messages.any(|it| it.text.contains("how was your visit?")).then_some(())
    };
    luma.telegram.wait_for(asked, SOON).await.unwrap();
    let mut looks = time::interval(Duration::from_millis(20));
    let noted = async {
        let path = "/v1/interactions/till-4711";
        while luma.call(Method::GET, path, &Value::Null).await.1["status"] != "asked" {
            looks.tick().await;
        }
    };
    time::timeout(SOON, noted).await.unwrap();
    assert_eq!(luma.call(Method::POST, "/v1/receipts", &receipt).await, (200, first));
}

#[tokio::test]
async fn without_a_bot_that_takes_links_nothing_is_registered() {
    let mut luma = Luma::new().await;
    let receipt = json!({"id": "till-4711"});
    let mut service = luma.serves_with(|command| command.env_remove("AMENDS_TELEGRAM_TOKEN")).await;
    let (status, problem) = luma.call(Method::POST, "/v1/receipts", &receipt).await;
    assert_eq!((status, &problem["type"]), (503, &json!("urn:amends:problem:no-links")));
    assert_eq!(luma.call(Method::GET, "/v1/interactions/till-4711", &Value::Null).await.0, 404);
    assert_eq!(luma.call(Method::GET, "/v1/places/till2", &Value::Null).await.0, 503);
    service.start_kill().unwrap();
    service.wait().await.unwrap();
    let _service = luma.serves().await;
    assert_eq!(luma.call(Method::POST, "/v1/receipts", &receipt).await.0, 201);
}
