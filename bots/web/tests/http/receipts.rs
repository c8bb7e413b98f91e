//! Receipts, and the links of places.

use amends_core::interaction::Source;
use amends_runtime::entrances::NoLink;
use amends_web::intake::{NotStored, Registered, Taken};
use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::{
    call,
    fake::{Fake, at},
    send,
};

fn registered(is_new: bool) -> Registered {
    let (link, expires_at) =
        ("https://t.me/lumabot?start=r_x".to_owned(), at("2026-11-23T09:20:00Z"));
    Registered::Link { link, expires_at, is_new }
}

fn receipt(body: &Value) -> Request<Body> {
    call("POST", "/v1/receipts", body.to_string())
}

#[tokio::test]
async fn a_receipt_is_registered_with_a_link_and_a_picture() {
    for (is_new, status) in [(true, 201), (false, 200)] {
        let fake = Fake { registered: registered(is_new), ..Fake::answers(Taken::Duplicate) };
        let (server, fake) = crate::server(fake);
        let body = json!({"id": "till-4711", "topic": "Lunch", "customer": {"external_id": "C-1"}});
        let got = send(&server, receipt(&body)).await;
        assert_eq!(got.status, status);
        assert_eq!(got.body["id"], "till-4711");
        assert_eq!(got.body["link"], "https://t.me/lumabot?start=r_x");
        assert_eq!(got.body["expires_at"], "2026-11-23T09:20:00Z");
        assert!(got.body["qr_svg"].as_str().unwrap().starts_with("<svg"));
        let handed = fake.handed.lock().unwrap();
        let (known, interaction, _) = &handed[0];
        assert_eq!(known.external.as_deref(), Some("C-1"));
        assert_eq!(
            (interaction.id.0.as_str(), interaction.source),
            ("web:till-4711", Source::Receipt)
        );
    }
}

#[tokio::test]
async fn receipts_are_refused_as_contacts_are() {
    let body = json!({"id": "till-4711"});
    let (server, fake) = crate::server(Fake::answers(Taken::Duplicate));
    assert_eq!(send(&server, receipt(&body)).await.status, 409);
    let stranger = Request::post("/v1/receipts").body(Body::from(body.to_string())).unwrap();
    assert_eq!(send(&server, stranger).await.status, 401);
    let wrong = json!({"customer": {"telegram_id": 77}});
    let got = send(&server, receipt(&wrong)).await;
    assert_eq!(got.status, 400);
    assert_eq!(got.body["errors"][0]["pointer"], "#/id");
    assert_eq!(got.body["errors"][1]["pointer"], "#/customer/telegram_id");
    assert_eq!(fake.handed.lock().unwrap().len(), 1);

    let full = Err(NotStored("the disk is full".to_owned()));
    let fake =
        Fake { taken: full, registered: registered(true), ..Fake::answers(Taken::Duplicate) };
    let got = send(&crate::server(fake).0, receipt(&body)).await;
    assert_eq!((got.status.as_u16(), got.retry_after.as_deref()), (503, Some("5")));

    let reasons =
        [(NoLink::NoPlatform, "AMENDS_TELEGRAM_TOKEN"), (NoLink::NoPage, "AMENDS_PUBLIC_URL")];
    for (why, key) in reasons {
        let registered = Registered::NoLinks(why);
        let (server, _) = crate::server(Fake { registered, ..Fake::answers(Taken::Duplicate) });
        for request in [receipt(&body), call("GET", "/v1/places/till2", "")] {
            let got = send(&server, request).await;
            assert_eq!(got.body["type"], "urn:amends:problem:no-links");
            assert!(got.body["detail"].as_str().unwrap().contains(key), "{}", got.body);
        }
    }
}

#[tokio::test]
async fn a_place_has_a_link_and_a_picture() {
    let (server, _) = crate::server(Fake::answers(Taken::Duplicate));
    let got = send(&server, call("GET", "/v1/places/till2", "")).await;
    assert_eq!((got.status.as_u16(), &got.body["place"]), (200, &json!("till2")));
    assert_eq!(got.body["link"], "https://t.me/lumabot?start=q_till2_A");
    assert!(got.body["qr_svg"].as_str().unwrap().starts_with("<svg"));
    let got = send(&server, call("GET", "/v1/places/table%204", "")).await;
    assert_eq!(got.status, 404);
    assert!(got.body["detail"].as_str().unwrap().contains("16 characters"), "{}", got.body);
    let stranger = Request::get("/v1/places/till2").body(Body::empty()).unwrap();
    assert_eq!(send(&server, stranger).await.status, 401);
}
