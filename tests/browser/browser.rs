//! A browser with the page of the rehearsal, used as people use it: by what buttons say and what
//! stands there.

use std::{
    env,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// The phone's side of the page.
pub(crate) const PHONE: &str = "//section[@aria-label='Customer’s phone']";
/// The desk's side of the page.
pub(crate) const DESK: &str = "//section[@aria-label='Staff desk']";
/// The top bar.
pub(crate) const BAR: &str = "//header[contains(@class, 'bar')]";

/// The desk's group takes one message in some seconds, so a state may take a while.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the page is looked at while a state is waited for.
const LOOKS_EVERY: Duration = Duration::from_millis(50);
const DRIVER_READY: &str = "on port ";

/// Where the browser and its driver are.
pub(crate) struct Chromium {
    browser: PathBuf,
    driver: PathBuf,
}

/// Finds the browser. Without one the test is skipped with a sentence, unless one is required.
pub(crate) fn chromium() -> Option<Chromium> {
    let browser = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|it| find(it));
    if let (Some(browser), Some(driver)) = (browser, find("chromedriver")) {
        return Some(Chromium { browser, driver });
    }
    let is_required =
        ["CI", "AMENDS_REQUIRE_BROWSER"].iter().any(|name| env::var_os(name).is_some());
    assert!(!is_required, "chromium and chromedriver are required here and not installed");
    // Written directly, so that it shows although the test passes.
    let said = b"skipped: chromium and chromedriver are not installed\n";
    io::stderr().write_all(said).unwrap();
    None
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The page in a browser.
pub(crate) struct Page {
    client: Client,
    _driver: Driver,
    _profile: TempDir,
}

/// A running chromedriver. Dropping it ends it.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It may be gone already.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Page {
    /// Opens an address in a browser of its own.
    pub(crate) async fn open(chromium: &Chromium, address: &str) -> Self {
        let mut driver = Command::new(&chromium.driver);
        let child = driver.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = Driver(child.unwrap());
        let lines = BufReader::new(driver.0.stdout.take().unwrap()).lines();
        let port = lines
            .map(Result::unwrap)
            .filter(|line| line.contains("successfully"))
            .find_map(|line| {
                Some(line.rsplit_once(DRIVER_READY)?.1.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver tells its port");
        let profile = tempfile::tempdir().unwrap();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(chromium, &profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        client.goto(address).await.unwrap();
        Self { client, _driver: driver, _profile: profile }
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Presses the button that says exactly this.
    pub(crate) async fn press(&self, side: &str, label: &str) {
        let button = format!("{side}//button[normalize-space()={}]", quoted(label));
        self.click(&button, &format!("no button says `{label}`")).await;
    }

    /// Takes somebody's place at the desk.
    pub(crate) async fn act_as(&self, who: &str) {
        self.press(DESK, who).await;
        self.is_chosen(DESK, who).await;
    }

    /// Goes to a chat or topic of the desk; the first of that name.
    pub(crate) async fn go_to(&self, place: &str) {
        self.enter(DESK, place).await;
    }

    /// Goes to a place on the list of a side; the first of that name.
    pub(crate) async fn enter(&self, side: &str, place: &str) {
        let button = format!("{side}//nav//button[contains(., {})]", quoted(place));
        self.click(&button, &format!("no place is called `{place}`")).await;
    }

    /// Fills in the form that the bot opened, and submits it.
    pub(crate) async fn submit(&self, side: &str, text: &str) {
        let field = format!("{side}//form[@role='dialog']//textarea");
        let field = self.wait_for(&field, "there is no form").await;
        field.send_keys(text).await.unwrap();
        self.press(side, "Submit").await;
    }

    /// Waits until a choice is made, by whoever made it.
    pub(crate) async fn is_chosen(&self, side: &str, label: &str) {
        let chosen =
            format!("{side}//button[@aria-pressed='true' and normalize-space()={}]", quoted(label));
        self.wait_for(&chosen, &format!("`{label}` is not chosen")).await;
    }

    /// Chooses from the list with this label.
    pub(crate) async fn choose(&self, label: &str, option: &str) {
        let list = format!("//label[starts-with(normalize-space(), {})]//select", quoted(label));
        let list = self.wait_for(&list, &format!("no list is called `{label}`")).await;
        list.select_by_label(option).await.unwrap();
    }

    /// Writes a message and sends it.
    pub(crate) async fn write(&self, side: &str, text: &str) {
        self.give(side, text).await;
        let sent = format!("{side}//article[contains(., {})]", quoted(text));
        self.wait_for(&sent, &format!("`{text}` was not sent")).await;
    }

    /// Gives a command. What it brings is seen elsewhere.
    pub(crate) async fn give(&self, side: &str, command: &str) {
        let composer = format!("{side}//textarea");
        let composer = self.wait_for(&composer, "there is no place to write").await;
        composer.send_keys(command).await.unwrap();
        composer.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
    }

    /// Sends a file with words under it.
    pub(crate) async fn send_file(&self, side: &str, path: &Path, words: &str) {
        let composer = format!("{side}//textarea");
        let composer = self.wait_for(&composer, "there is no place to write").await;
        composer.send_keys(words).await.unwrap();
        let file = format!("{side}//input[@type='file']");
        // It is behind a button, and never seen itself.
        let file = self.client.find(Locator::XPath(&file)).await.unwrap();
        file.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Opens the file that is attached with this name, and reads it.
    pub(crate) async fn read_file(&self, side: &str, name: &str) -> String {
        let link = format!("{side}//a[contains(., {})]", quoted(name));
        let link = self.wait_for(&link, &format!("no file is called `{name}`")).await;
        let address = link.prop("href").await.unwrap().unwrap();
        reqwest::get(address).await.unwrap().text().await.unwrap()
    }

    /// Waits until this can no longer be read on a side.
    pub(crate) async fn sees_not(&self, side: &str, text: &str) {
        let mut watch = Watch::new();
        let unwanted = squeezed(text);
        while squeezed(&self.text(side).await).contains(&unwanted) {
            self.look_again(&mut watch, &format!("`{text}` still stands there")).await;
        }
    }

    /// Waits until this can be read on a side.
    pub(crate) async fn sees(&self, side: &str, text: &str) {
        let mut watch = Watch::new();
        let wanted = squeezed(text);
        while !squeezed(&self.text(side).await).contains(&wanted) {
            self.look_again(&mut watch, &format!("`{text}` does not stand there")).await;
        }
    }

    /// Waits until a passing notice with this text shows on a side.
    pub(crate) async fn sees_notice(&self, side: &str, text: &str) {
        let notice = format!(
            "{side}//*[contains(@class, 'toasts')]//*[contains(@class, 'toast') and \
             string-length(normalize-space()) > 0 and contains(., {})]",
            quoted(text)
        );
        self.wait_for(&notice, &format!("no notice says `{text}`")).await;
    }

    /// Waits until the page says that something is wrong with the rehearsal itself.
    pub(crate) async fn sees_trouble(&self, text: &str) {
        let line = format!("//p[@role='alert' and not(@hidden) and contains(., {})]", quoted(text));
        self.wait_for(&line, &format!("the page does not say `{text}`")).await;
    }

    /// Reads the word that follows this text on a side.
    pub(crate) async fn word_after(&self, side: &str, text: &str) -> String {
        let all = self.text(side).await;
        let (_, after) = all.rsplit_once(text).unwrap();
        after.split_whitespace().next().unwrap().to_owned()
    }

    /// Counts the messages that say this.
    pub(crate) async fn count(&self, side: &str, text: &str) -> usize {
        let messages = format!("{side}//article[contains(., {})]", quoted(text));
        self.client.find_all(Locator::XPath(&messages)).await.unwrap().len()
    }

    async fn text(&self, side: &str) -> String {
        let side = self.client.find(Locator::XPath(side)).await.unwrap();
        side.text().await.unwrap()
    }

    async fn wait_for(&self, path: &str, otherwise: &str) -> Element {
        let mut watch = Watch::new();
        loop {
            let found = self.client.find_all(Locator::XPath(path)).await.unwrap();
            for element in found {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            self.look_again(&mut watch, otherwise).await;
        }
    }

    /// Clicks as soon as that is possible: the page may draw a message anew between the moment it
    /// is found and the moment it is clicked.
    async fn click(&self, path: &str, otherwise: &str) {
        let mut watch = Watch::new();
        loop {
            match self.wait_for(path, otherwise).await.click().await {
                Ok(()) => return,
                Err(CmdError::Standard(_)) => self.look_again(&mut watch, otherwise).await,
                Err(error) => panic!("{otherwise}: {error}"),
            }
        }
    }

    /// Waits for the next look at the page, or gives up and tells what stands there.
    async fn look_again(&self, watch: &mut Watch, otherwise: &str) {
        watch.looks.tick().await;
        if Instant::now() < watch.until {
            return;
        }
        let [bar, phone, desk] = [BAR, PHONE, DESK].map(|side| self.text(side));
        panic!(
            "{otherwise} after {PATIENCE:?}\n--- bar\n{}\n--- phone\n{}\n--- desk\n{}",
            bar.await,
            phone.await,
            desk.await
        );
    }
}

/// How long and how often a state is looked for.
struct Watch {
    until: Instant,
    looks: Interval,
}

impl Watch {
    fn new() -> Self {
        let mut looks = interval(LOOKS_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { until: Instant::now() + PATIENCE, looks }
    }
}

fn capabilities(chromium: &Chromium, profile: &TempDir) -> Map<String, Value> {
    let options = json!({
        "binary": chromium.browser,
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,940", format!("--user-data-dir={}", profile.path().display()),
        ],
    });
    Map::from_iter([("goog:chromeOptions".to_owned(), options)])
}

/// A text as `XPath` takes it. None of ours has both kinds of quotation marks.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}

/// A text without the line breaks and double blanks that only the layout makes.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
