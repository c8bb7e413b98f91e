//! The README, done as a reader would do it: every command in it is run, in its order, and what a
//! person does on Telegram in between is done there.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "readme/commands.rs"]
mod commands;

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{Line, NewGroup, NewUser},
    world::{Author, Message, Rights, Standing},
};
use tokio::{
    process::{Child, Command},
    time,
};

use self::commands::{COMMANDS, Way};

/// As in the configuration that the README writes.
const PIOTR: i64 = 42;
const ANNA: i64 = 2;
const DANA: i64 = 3;
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);
/// Where the README says that the service listens.
const ADDR: &str = "127.0.0.1:8080";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).unwrap()
}

/// What stands in the fences of a language, fence by fence.
fn fences(language: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None::<(usize, String)>);
    for line in readme().lines() {
        let text = line.trim_start();
        match (&mut open, text.strip_prefix("```")) {
            (Some(_), Some(_)) => found.extend(open.take().map(|(_, text)| text)),
            (Some((indent, inside)), None) => {
                inside.push_str(line.get(*indent..).unwrap_or_default());
                inside.push('\n');
            }
            (None, Some(named)) if named == language => {
                open = Some((line.len() - text.len(), String::new()));
            }
            // Another language: its end must not look like a beginning.
            (None, Some(_)) => open = Some((usize::MAX, String::new())),
            (None, None) => (),
        }
    }
    found.retain(|fence| !fence.trim().is_empty());
    found
}

/// Every command, in the order of the README. One goes on as long as a quote or a backslash is open.
fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    for fence in fences("sh") {
        let mut command = String::new();
        for line in fence.lines() {
            command.push_str(line);
            if line.ends_with('\\') || command.matches('\'').count() % 2 == 1 {
                command.push('\n');
            } else {
                commands.push(std::mem::take(&mut command));
            }
        }
        assert!(command.is_empty(), "`{command}` has no end");
    }
    commands
}

/// How a command is tried. Of several lines, the first is what it is known by.
fn way_of(command: &str) -> Option<&'static Way> {
    let first = command.lines().next().unwrap_or_default();
    COMMANDS.iter().find(|(known, _)| *known == first).map(|(_, way)| way)
}

#[test]
fn every_command_of_the_readme_is_tried() {
    let commands = commands();
    assert!(20 < commands.len(), "{commands:#?}");
    let unknown: Vec<_> = commands.iter().filter(|command| way_of(command).is_none()).collect();
    assert!(unknown.is_empty(), "say in commands.rs how these are tried: {unknown:#?}");
    for (known, _) in COMMANDS {
        let is_there = commands.iter().any(|command| command.lines().next() == Some(known));
        assert!(is_there, "`{known}` is not in the README any more");
    }
}

#[test]
fn every_file_of_the_repository_that_the_readme_names_is_there() {
    let readme = readme();
    let is_end = |letter: char| letter.is_whitespace() || "()`".contains(letter);
    let words = readme.split(is_end);
    let paths = words.filter(|word| word.starts_with("bots/") || word.starts_with("tests/"));
    let paths: Vec<&str> = paths.collect();
    assert!(5 < paths.len(), "{paths:?}");
    for path in paths {
        assert!(repository().join(path).exists(), "{path}");
    }
    let picture = fs::metadata(repository().join("bots/amends/packaging/rehearsal.png")).unwrap();
    assert!((20_000..200_000).contains(&picture.len()), "{} bytes", picture.len());
}

/// `AMENDS_BLESS=1` writes it anew.
#[test]
fn the_reference_in_the_readme_is_that_of_the_binary() {
    const BEGIN: &str = "<!-- amends config reference --markdown -->\n";
    const END: &str = "<!-- end of the reference -->";
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_amends"))
        .args(["config", "reference", "--markdown"])
        .env_clear()
        .output()
        .unwrap();
    let wanted = format!("\n{}\n", String::from_utf8(run.stdout).unwrap());
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (block, after) = rest.split_once(END).unwrap();
    if std::env::var_os("AMENDS_BLESS").is_some() {
        let renewed = format!("{before}{BEGIN}{wanted}{END}{after}");
        return fs::write(repository().join("README.md"), renewed).unwrap();
    }
    let is_same = block == wanted;
    assert!(
        is_same,
        "the README tells of another configuration: AMENDS_BLESS=1 cargo nextest run --workspace \
         --test readme writes it anew"
    );
}

/// Somebody who does what the README says.
struct Reader {
    dir: tempfile::TempDir,
    telegram: TelegramStandIn,
    addr: String,
    key: String,
    service: Option<Child>,
}

impl Reader {
    async fn new() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        for (id, name) in [(PIOTR, "Piotr"), (ANNA, "Anna"), (DANA, "Dana")] {
            let user = NewUser::new(id, name).username(&name.to_lowercase()).language("en");
            telegram.people().create_user(user).unwrap();
        }
        // A port that was free a moment ago.
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let key = "k-0123456789".to_owned();
        Self { dir: tempfile::tempdir().unwrap(), telegram, addr, key, service: None }
    }

    fn shell(&self, command: &str) -> Command {
        let binary = Path::new(env!("CARGO_BIN_EXE_amends")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let inside = self.dir.path().join("luma");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &command.replace(ADDR, &self.addr)])
            .current_dir(if inside.exists() { inside } else { self.dir.path().to_owned() })
            .env_clear()
            .env("PATH", format!("{}:{path}", binary.display()))
            .env("no_proxy", "127.0.0.1")
            .env("AMENDS_HTTP_ADDR", &self.addr)
            .env("AMENDS_INTAKE_KEY", &self.key)
            .env("AMENDS_TELEGRAM_TOKEN", self.telegram.token())
            .env("AMENDS_TELEGRAM_API_URL", self.telegram.base_url())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        shell
    }

    /// Runs a command as it stands there, and returns its status and what it said.
    async fn runs(&self, command: &str) -> (i32, String) {
        let output = time::timeout(SOON, self.shell(command).output()).await.unwrap().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), said)
    }

    async fn serves(&mut self) {
        if self.service.is_none() {
            // What it says is not read, and must have somewhere to go.
            let mut shell = self.shell("exec amends serve");
            self.service = Some(shell.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        }
        let mut looks = time::interval(Duration::from_millis(50));
        let ready = async {
            while self.runs("curl -f http://127.0.0.1:8080/readyz").await.0 != 0 {
                looks.tick().await;
            }
        };
        time::timeout(SOON, ready).await.unwrap();
    }

    async fn stops(&mut self) {
        let Some(mut service) = self.service.take() else { return };
        let pid = service.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        assert!(time::timeout(SOON, service.wait()).await.unwrap().unwrap().success());
    }

    /// Whether the binary has a command by now.
    async fn knows(&self, command: &str) -> bool {
        self.runs(&format!("amends help {command}")).await.0 == 0
    }

    /// Waits for a message of the bot in a chat, and returns its id.
    async fn reads(&self, chat: i64, what: &str, is_it: impl Fn(&Message) -> bool) -> i64 {
        let found = self.telegram.wait_for(
            |world| world.chats.get(&chat)?.messages.values().find(|it| is_it(it)).map(|it| it.id),
            SOON,
        );
        let Ok(found) = found.await else {
            let said = self.telegram.look(|world| {
                let all =
                    world.chats.get(&chat).into_iter().flat_map(|chat| chat.messages.values());
                all.map(|message| message.text.clone()).collect::<Vec<_>>()
            });
            panic!("nobody reads {what}: {said:#?}");
        };
        found
    }

    /// Steps 7 and 8: a group becomes the desk, and Anna works there.
    async fn sets_up(&self) -> i64 {
        let people = self.telegram.people();
        let desk = NewGroup::forum("Luma desk", PIOTR).members(&[ANNA]);
        let desk = people.create_group(&desk.bot(Standing::Admin(Rights::ALL))).unwrap();
        people.write(PIOTR, desk, "/setup").unwrap();
        let says = |text: &'static str| move |it: &Message| it.text.contains(text);
        let steps = self.reads(desk, "the steps", says("The desk: I can work here")).await;
        people.write(ANNA, desk, "Hello!").unwrap();
        people.write(PIOTR, desk, "/role add @anna agent").unwrap();
        self.reads(desk, "Anna's role", |it| it.text.contains("Anna") && it.from == Author::Bot)
            .await;
        people.tap(PIOTR, desk, steps, "Start asking").unwrap();
        let starts = |it: &Message| it.id == steps && !has_button(it, "Start asking");
        self.reads(desk, "that customers are asked", starts).await;
        desk
    }

    /// Step 10: the link leads to the question, and the answer to the desk.
    async fn answers(&self, desk: i64, link: &str) {
        let people = self.telegram.people();
        let token = link.trim().rsplit("start=").next().unwrap();
        people.start(DANA, Some(token)).unwrap();
        let question = self.reads(DANA, "the question", |it| has_button(it, "🙁 Not good")).await;
        people.tap(DANA, DANA, question, "🙁 Not good").unwrap();
        let card = self.reads(desk, "the case", |it| has_button(it, "Take it")).await;
        people.tap(ANNA, desk, card, "Take it").unwrap();
        let thread = self.telegram.look(|world| world.chats[&desk].messages[&card].thread_id);
        let sorry = Line::text("Dana, I’m sorry.").in_topic(thread.unwrap());
        people.write(ANNA, desk, sorry).unwrap();
        self.reads(DANA, "the answer", |it| it.text.contains("Dana, I’m sorry.")).await;
    }
}

fn has_button(message: &Message, label: &str) -> bool {
    message.buttons.iter().flatten().any(|button| button.label == label)
}

#[tokio::test]
async fn what_the_readme_says_works() {
    let mut reader = Reader::new().await;
    let mut desk = None;
    for command in commands() {
        let statuses: &[i32] = match way_of(&command).unwrap() {
            Way::Elsewhere(_) => continue,
            Way::OnceThere(known) if !reader.knows(known).await => continue,
            Way::Serve => {
                fs::write(reader.dir.path().join("luma/amends.toml"), &fences("toml")[0]).unwrap();
                reader.serves().await;
                desk = Some(reader.sets_up().await);
                continue;
            }
            Way::Stopped => {
                reader.stops().await;
                &[0]
            }
            Way::Serving => {
                reader.serves().await;
                &[0]
            }
            Way::Doctor => &[0, 3],
            Way::OnceThere(_) | Way::Anytime => &[0],
        };
        let (status, said) = reader.runs(&command).await;
        assert!(statuses.contains(&status), "`{command}` ended with {status}: {said}");
        if command.starts_with("amends qr ") {
            reader.answers(desk.unwrap(), &said).await;
        }
    }
    reader.stops().await;
}
