//! How each command of the README is tried.

/// How a command is tried.
#[derive(Debug)]
pub(crate) enum Way {
    /// As it stands there, whether the service runs or not.
    Anytime,
    /// As it stands there, with the service running.
    Serving,
    /// As it stands there, with the service stopped.
    Stopped,
    /// It starts the service, which goes on running.
    Serve,
    /// As it stands there; it may find that something is wrong with a machine for tests.
    Doctor,
    /// As it stands there, once the binary has this command.
    OnceThere(&'static str),
    /// It can't run here; what holds it instead.
    Elsewhere(#[expect(dead_code, reason = "it is read here")] &'static str),
}

/// Every command, by its first line.
pub(crate) const COMMANDS: &[(&str, Way)] = &[
    (
        "cargo run --release -- rehearse",
        Way::Elsewhere("tests/browser rehearses with the same binary, as cargo built it"),
    ),
    ("tests/run", Way::Elsewhere("it runs this")),
    ("tests/bench/run", Way::Elsewhere("it takes half an hour of both cores")),
    (
        "cargo install --locked --profile dist --path bots/amends",
        Way::Elsewhere("it takes minutes; packaging.rs holds the profile, and cargo the path"),
    ),
    ("mkdir luma && cd luma", Way::Anytime),
    ("export AMENDS_TELEGRAM_TOKEN=123456:ABC…", Way::Elsewhere("the stand-in has its own")),
    ("export AMENDS_INTAKE_KEY=$(openssl rand -hex 24)", Way::Anytime),
    ("amends config check", Way::Anytime),
    ("amends serve", Way::Serve),
    ("amends qr till2 --png till2.png", Way::Serving),
    ("amends doctor", Way::Doctor),
    ("curl -f http://127.0.0.1:8080/v1/interactions \\", Way::Serving),
    ("curl -f http://127.0.0.1:8080/v1/receipts \\", Way::Serving),
    ("curl -f http://127.0.0.1:8080/healthz", Way::Serving),
    ("curl -f http://127.0.0.1:8080/readyz", Way::Serving),
    (
        "sudo install -m 755 ~/.cargo/bin/amends /usr/local/bin/amends",
        Way::Elsewhere("it changes the machine; packaging.rs holds where the unit looks for it"),
    ),
    (
        "sudo install -m 644 bots/amends/packaging/amends.service /etc/systemd/system/amends.service",
        Way::Elsewhere("it changes the machine; packaging.rs has systemd read the unit"),
    ),
    ("sudo systemctl enable --now amends", Way::Elsewhere("it changes the machine")),
    ("journalctl -u amends -f", Way::Elsewhere("the unit is not installed here")),
    (
        "podman build -f bots/amends/packaging/Containerfile -t amends .",
        Way::Elsewhere("it needs a container engine; packaging.rs reads the recipe"),
    ),
    (
        "podman run --read-only --cap-drop all -v amends:/data -v ./amends.toml:/amends.toml:ro \
         -e AMENDS_TELEGRAM_TOKEN -e AMENDS_INTAKE_KEY -p 127.0.0.1:8080:8080 amends",
        Way::Elsewhere("it needs a container engine; packaging.rs reads the recipe"),
    ),
    ("amends export --format csv > answers.csv", Way::Stopped),
    ("amends erase --customer telegram:4242", Way::Stopped),
    ("amends audit verify", Way::Stopped),
    ("amends config export > settings.toml", Way::Stopped),
    ("amends config import settings.toml --plan", Way::Stopped),
    ("amends backup ../luma-backup", Way::OnceThere("backup")),
    ("AMENDS_DATA_DIR=restored amends restore ../luma-backup", Way::OnceThere("restore")),
    ("AMENDS_DATA_DIR=restored amends store check", Way::OnceThere("store check")),
    ("amends completions bash > amends.bash", Way::Anytime),
    ("amends man > amends.1", Way::Anytime),
];
