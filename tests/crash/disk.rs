//! A disk that is full: nothing is acknowledged that is not kept, and work goes on when there is
//! space again.

use std::{
    fs::{self, File},
    io::Write,
    process::Command,
};

use amends_runtime::clock::Clock;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time;

use crate::{
    customer::{self, FACES, Seen, Told},
    evidence,
    house::{House, PATIENCE, Pairing, contact},
    process::AGAIN,
    say, verdict,
};

/// What a customer reads whose tap could not be kept.
const ERROR: &str =
    "That went wrong on our side, sorry. Please try again – or /complain and a person will answer.";
/// How much is taken at once; less and less towards the end.
const PIECE: usize = 1 << 20;

/// A small file system of its own, where this process may mount one.
struct Mount(TempDir);

impl Mount {
    fn new(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let size = format!("size={size}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(dir.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(dir))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily: a test that fails leaves a service behind that is only just being killed.
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "it can't be unmounted");
    }
}

/// Takes all the space that is left.
fn fill(ballast: &mut File) {
    let mut piece = vec![b'x'; PIECE];
    while !piece.is_empty() {
        if ballast.write_all(&piece).is_err() {
            piece.truncate(piece.len() / 2);
        }
    }
}

/// Shows E47.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_acknowledges_nothing_and_work_goes_on_when_there_is_space() {
    let Some(mount) = Mount::new("48m") else {
        return say("disk: skipped, this process may not mount a small file system");
    };
    let data = mount.0.path().join("data");
    let house = House::keeping("disk", Pairing::TELEGRAM, tempfile::tempdir().unwrap(), data).await;
    let mut process = house.starts(&[]);
    process.until_ready().await.expect("it starts");
    let mut before = asked(&house, 0).await;
    let mut during = asked(&house, 1).await;
    before.tap(&house, FACES[2]).await;
    assert_eq!(before.seen.told, Some(Told::Kept));

    let path = mount.0.path().join("ballast");
    let mut ballast = File::create(&path).unwrap();
    fill(&mut ballast);
    during.tap(&house, FACES[0]).await;
    assert_eq!(during.seen.told, Some(Told::Else(ERROR.to_owned())), "{}", process.log());
    let refused = refused(&house, "c9").await;
    assert!(refused["detail"].as_str().unwrap().contains("disk is full"), "{refused}");
    let (status, why) = house.http.once("/readyz", None).await.unwrap();
    assert_eq!(status, 503, "{why}");
    // What the service gave up for a moment like this is somebody else's by now.
    fill(&mut ballast);
    during.tap(&house, FACES[0]).await;
    assert_eq!(during.seen.told, Some(Told::Else(ERROR.to_owned())), "{}", process.log());
    let still = self::refused(&house, "c9").await;
    let known = house.view(&before.seen.id).await.expect("what is kept can be read");
    assert_eq!(known["rating"], 3, "{known}");

    drop(ballast);
    fs::remove_file(&path).unwrap();
    goes_on(&house).await;
    let mut after = again_asked(&house, "c9", before.id).await;
    after.tap(&house, FACES[1]).await;
    assert_eq!(after.seen.told, Some(Told::Kept), "{}", process.log());
    say(&format!("disk: refused with “{}”, then “{}”", refused["detail"], still["detail"]));
    // The taps that were refused come again from the platform, and count after all.
    let seen = [before.seen, during.seen, after.seen];
    let evidence = evidence::gather(&house, process, &seen).await;
    assert_eq!(verdict::faults(&seen, &evidence), [""; 0]);
}

/// A customer in front of a question.
struct Asked {
    id: i64,
    message: i64,
    seen: Seen,
}

impl Asked {
    async fn tap(&mut self, house: &House, face: (&str, u64)) {
        customer::taps(house, self.id, self.message, face, false, &mut self.seen).await;
    }
}

async fn asked(house: &House, number: i64) -> Asked {
    let id = customer::comes(house, number).await;
    again_asked(house, &format!("c{number}"), id).await
}

async fn again_asked(house: &House, contact: &str, id: i64) -> Asked {
    let seen = customer::contact_ends(house, contact, id).await;
    let message = customer::question(house, id, &seen.survey).await;
    Asked { id, message: message.expect("the question arrives"), seen }
}

/// A contact that is handed in is refused.
async fn refused(house: &House, id: &str) -> Value {
    let body = contact(id, &customer::identity(house, 1_000), &Clock::system().now().to_string());
    let (status, answer) = house.http.once("/v1/interactions", Some(&body)).await.unwrap();
    assert_eq!(status, 503, "{answer}");
    answer
}

/// Waits until the service says that it works again.
async fn goes_on(house: &House) {
    let mut looks = time::interval(AGAIN);
    let ready = async {
        while !matches!(house.http.once("/readyz", None).await, Some((200, _))) {
            looks.tick().await;
        }
    };
    time::timeout(PATIENCE, ready).await.expect("it goes on by itself");
}
