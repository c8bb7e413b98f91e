//! Backups of a running service, and what becomes of them.

use std::{fs, path::Path};

use crate::{house::House, started::until};

const GUESTS: std::ops::Range<i64> = 100..124;

/// Every answer as a line, in the order in which they came.
async fn answers(house: &House, dir: &Path) -> Vec<String> {
    let (status, lines, said) = house.run_in(dir, &["export", "--format", "jsonl"]).await;
    assert_eq!(status, 0, "{said}");
    lines.lines().map(str::to_owned).collect()
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_restored_elsewhere_and_holds_the_same() {
    let house = House::new().await;
    let service = house.serve().await;
    for guest in GUESTS {
        house.comes(guest, &format!("Guest {guest}"));
        house.asks(&service, guest).await;
    }
    let data = house.data_dir();
    let (to, there) = (house.dir.path().join("backup"), house.dir.path().join("there"));
    let taps = async {
        for guest in GUESTS {
            house.taps(guest, "🙂 Good").await;
        }
    };
    let backing_up = async {
        until(async || !answers(&house, &data).await.is_empty()).await;
        house.run(&["backup", "backup"]).await
    };
    let (made, ()) = tokio::join!(backing_up, taps);
    assert_eq!((made.0, made.2.as_str()), (0, ""), "silent in a pipe");
    assert!(made.1.starts_with("Backed up to ") && made.1.contains("records"), "{}", made.1);
    house.reads(GUESTS.end - 1, "Thank you").await;

    let (status, told, said) = house.run(&["store", "check", "backup"]).await;
    assert_eq!(status, 0, "{told}{said}");
    let (status, restored, said) = house.run_in(&there, &["restore", shown(&to)]).await;
    assert_eq!(status, 0, "{said}");
    assert!(restored.starts_with("Restored into "), "{restored}");
    let (status, told, said) = house.run_in(&there, &["store", "check"]).await;
    assert_eq!(status, 0, "{told}{said}");
    assert!(told.ends_with("Everything can be read and fits together.\n"), "{told}");

    let (live, copied) = (answers(&house, &data).await, answers(&house, &there).await);
    assert_eq!(live.len(), GUESTS.count());
    assert!(!copied.is_empty());
    assert_eq!(live[..copied.len()], copied, "the same, up to the moment of the backup");

    // The store is in use: what can be checked is a backup of it.
    let (status, _, said) = house.run(&["store", "check"]).await;
    assert!(status == 1 && said.contains("amends backup DIR"), "{said}");
    let (status, _, said) = house.run(&["restore", "backup", "--replace"]).await;
    assert!(status == 1 && said.contains("stop it first"), "{said}");
    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    let (status, told, said) = house.run(&["store", "check"]).await;
    assert_eq!(status, 0, "{told}{said}");

    // And back where it was: the answers since then are not lost.
    let (status, _, said) = house.run(&["restore", "backup"]).await;
    assert!(status == 1 && said.contains("--replace"), "{said}");
    let (status, restored, said) = house.run(&["restore", "backup", "--replace"]).await;
    assert_eq!(status, 0, "{said}");
    assert!(restored.contains("store.replaced-1"), "{restored}");
    assert!(restored.contains("is newer and stayed"), "{restored}");
    let back = answers(&house, &data).await;
    assert_eq!(back.len(), live.len(), "{back:#?}");
    assert!(data.join("store.replaced-1").is_dir());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_store_is_rebuilt_from_the_backup_and_the_record_when_the_service_starts() {
    let house = House::new().await;
    let service = house.serve().await;
    for guest in [77, 78] {
        house.comes(guest, "Dana");
        house.asks(&service, guest).await;
    }
    house.taps(77, "🙂 Good").await;
    house.reads(77, "Thank you").await;
    let (status, _, said) = house.run(&["backup", "backup"]).await;
    assert_eq!(status, 0, "{said}");
    house.taps(78, "🙂 Good").await;
    house.reads(78, "Thank you").await;
    let live = answers(&house, &house.data_dir()).await;
    assert_eq!(service.stop().await.0, 0);

    let blobs = house.data_dir().join("store/blobs");
    fs::remove_dir_all(&blobs).unwrap();
    fs::write(blobs, b"no place for large values").unwrap();
    let (status, told, _) = house.run(&["store", "check"]).await;
    assert!(status == 1 && told.contains("wrong: the store can't be read"), "{told}");
    assert!(!house.data_dir().join("store.damaged-1").exists(), "looking changes nothing");
    let service = house.serve().await;
    let healed = answers(&house, &house.data_dir()).await;
    assert_eq!(healed.len(), live.len());
    assert_eq!(healed[0], live[0]);
    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    assert!(log.contains("it was rebuilt from the newest backup"), "{log}");
    assert!(log.contains("The store lacks answers that were recorded"), "{log}");
    let (status, told, said) = house.run(&["store", "check"]).await;
    assert_eq!(status, 0, "{told}{said}");
    assert_eq!(house.telegram.violations(), Vec::<String>::new());
}
