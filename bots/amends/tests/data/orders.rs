//! Commands beside a running service: they go through its door.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::{house::House, started::until};

const DANA: i64 = 77;

#[tokio::test(flavor = "multi_thread")]
async fn a_running_service_exports_and_forgets() {
    let house = House::new().await;
    let service = house.serve().await;
    house.comes(DANA, "Dana");
    house.asks(&service, DANA).await;
    house.taps(DANA, "🙂 Good").await;
    house.reads(DANA, "Thank you").await;

    let socket = house.data_dir().join("control.sock");
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
    let (status, table, complaint) = house.run(&["export", "--format", "csv"]).await;
    assert_eq!((status, complaint.as_str()), (0, ""), "silent in a pipe");
    assert!(table.starts_with("\"at\",\"survey\"") && table.contains("\"Dana\""), "{table}");
    let (status, lines, _) = house.run(&["export", "--format", "jsonl"]).await;
    assert!(status == 0 && lines.lines().count() == 1, "{lines}");
    let (_, none, _) = house.run(&["export", "--to", "2020-01-01"]).await;
    assert_eq!(none.lines().count(), 1, "the heading alone: {none}");
    let (status, said, _) = house.run(&["audit", "verify"]).await;
    assert!(status == 0 && said.contains("the chain is whole"), "{said}");

    let (status, said, complaint) = house.run(&["erase", "--customer", "telegram:99"]).await;
    assert_eq!((status, said.as_str()), (1, ""));
    assert_eq!(complaint, "amends: nobody is known as `telegram:99`: nothing was erased\n");
    let (_, same, _) = house.run(&["export", "--format", "csv"]).await;
    assert_eq!(same, table, "nothing was touched");

    let (status, said, _) = house.run(&["erase", "--customer", "telegram:77"]).await;
    assert_eq!(status, 0);
    assert!(said.starts_with("Forgotten. What stands on the platforms is deleted now"), "{said}");
    house.reads(DANA, "Deleted: your name").await;
    let (_, left, _) = house.run(&["export", "--format", "csv"]).await;
    assert!(left.lines().count() == table.lines().count() && !left.contains("Dana"), "{left}");
    let (status, ..) = house.run(&["erase", "--customer", "telegram:77"]).await;
    assert_eq!(status, 1, "they are forgotten already");

    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    assert!(!socket.exists(), "the door is gone with the service");
    let (_, directly, _) = house.run(&["export", "--format", "csv"]).await;
    assert_eq!(directly, left, "the same without the service");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_the_store_alone_says_who_has_it() {
    let house = House::new().await;
    let service = house.serve().await;
    fs::write(house.dir.path().join("luma.toml"), "amends = 1\n[settings]\nscale = \"csat5\"\n")
        .unwrap();
    let (status, _, said) = house.run(&["config", "import", "luma.toml"]).await;
    assert_eq!(status, 1);
    let lock = "another process uses the store (`amends-data/lock`): stop it first";
    assert!(said.contains(lock), "{said}");
    // A door that leads nowhere is no door.
    let (status, _) = service.stop().await;
    assert_eq!(status, 0);
    let socket = house.data_dir().join("control.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert!(socket.exists());
    assert_eq!(house.run(&["audit", "verify"]).await.0, 0);
    let service = house.serve().await;
    until(async || house.run(&["audit", "verify"]).await.0 == 0).await;
    service.stop().await;
}
