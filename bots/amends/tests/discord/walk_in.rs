//! Walk-in customers where there is Discord: the page behind a printed link, and the code that they
//! bring from it to the panel.

use amends_platforms::{
    discord::people::Clicked,
    telegram::{self, people::NewUser as Person, world::World as Chats},
};
use reqwest::Method;
use serde_json::{Value, json};

use super::*;

/// The page is reached there, as far as anybody knows.
const PUBLIC: &str = "https://luma.example";
const UNHAPPY: &str = "🙁 Not good";

impl Luma {
    async fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let response = self.request(method, path).bearer_auth(KEY).json(body).send();
        let response = response.await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let addr = self.variables.iter().find(|(name, _)| *name == "AMENDS_HTTP_ADDR").unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.request(method, format!("http://{}{path}", addr.1))
    }

    /// What a phone shows that scanned the link.
    async fn page(&self, link: &str) -> String {
        let path = link.strip_prefix(PUBLIC).unwrap();
        let response = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{link}");
        response.text().await.unwrap()
    }

    async fn receipt(&self, id: &str) -> Value {
        let receipt = json!({"id": id, "topic": "Lunch", "customer": {"external_id": "C-5512"}});
        let (status, answer) = self.call(Method::POST, "/v1/receipts", &receipt).await;
        assert!(matches!(status, 200 | 201), "{answer}");
        answer
    }

    /// Somebody brings a code to the panel, and what they alone read then: the message, and its words.
    async fn brings(&self, who: Id, code: &str) -> (Id, String) {
        let people = self.discord.people();
        let care = self.care;
        let panel = |world: &World| {
            let (message, label) = with_button(world.channel(care)?, "I have a code")?;
            Some((message.id, label))
        };
        let (panel, label) = self.wait(panel).await;
        let clicked = people.click(who, care, panel, &label).unwrap();
        let Clicked::Interaction(press) = clicked else { panic!("{clicked:?}") };
        self.wait(|world| world.interactions[&press].modal().map(drop)).await;
        let sent = people.submit(who, press, &[("Your code", code)]).unwrap();
        self.wait(|world| {
            let answer = world.answer_to(sent)?;
            (!answer.content.is_empty()).then(|| (answer.id, answer.content.clone()))
        })
        .await
    }

    /// Waits until a receipt has this status, and returns what became of it.
    async fn comes_to(&self, id: &str, status: &str) -> Value {
        let path = format!("/v1/interactions/{id}");
        let mut looks = time::interval(Duration::from_millis(20));
        let there = async {
            loop {
                let (_, told) = self.call(Method::GET, &path, &Value::Null).await;
                if told["status"] == status {
                    return told;
                }
                looks.tick().await;
            }
        };
        time::timeout(SOON, there).await.unwrap()
    }
}

/// What stands between `<code …>` and its end.
fn code_on(page: &str) -> &str {
    let (_, rest) = page.split_once("<code translate=\"no\">").unwrap();
    rest.split_once("</code>").unwrap().0
}

#[tokio::test]
async fn a_receipt_leads_by_the_page_to_the_panel_and_its_answer_is_known() {
    let mut luma = Luma::new(Options::default()).await;
    luma.set("AMENDS_PUBLIC_URL", PUBLIC);
    let mut service = luma.serve().await;
    let receipt = luma.receipt("till-4711").await;
    let link = receipt["link"].as_str().unwrap();
    assert!(link.starts_with("https://luma.example/r/"), "{link}");
    assert!(receipt["qr_svg"].as_str().unwrap().starts_with("<svg"));

    let page = luma.page(link).await;
    let code = code_on(&page).to_owned();
    assert_eq!(code, link.replace("https://luma.example/r/", "r_"));
    let guild = luma.discord.look(|world| *world.guilds.keys().next().unwrap());
    let there = format!("href=\"https://discord.com/channels/{guild}/{}\"", luma.care);
    assert!(page.contains(&there), "{page}");
    assert!(
        !page.contains("t.me") && !page.contains("Lunch") && !page.contains("C-5512"),
        "{page}"
    );
    assert!(page.contains("I have a code"), "the page says what to press: {page}");
    assert_eq!(luma.page(link).await, page, "looking uses nothing up");
    assert_eq!(luma.receipt("till-4711").await["link"], receipt["link"], "it has one link");

    let (question, words) = luma.brings(GIL, &format!(" {code}\n")).await;
    assert!(words.contains("Before you go: how was your visit?"), "{words}");
    luma.comes_to("till-4711", "asked").await;
    luma.discord.people().click(GIL, luma.care, question, UNHAPPY).unwrap();
    let told = luma.comes_to("till-4711", "answered").await;
    assert_eq!(told["satisfaction"], "dissatisfied");
    let on_card = |world: &World| {
        let desk = world.channel(luma.desk)?.shown();
        desk.iter()
            .any(|it| it.content.contains("Lunch") && it.content.contains("Gil"))
            .then_some(())
    };
    luma.wait(on_card).await;

    assert_eq!(luma.page(link).await, page, "nobody is told that it was used");
    let (_, words) = luma.brings(ANNA, &code).await;
    assert!(words.contains("This code has expired"), "once is all: {words}");
    let told = luma.comes_to("till-4711", "answered").await;
    assert_eq!(told["satisfaction"], "dissatisfied", "it is still Gil's");
    let (_, words) = luma.brings(KATRIN, "r_AAAAAAAAAAAAAAAAAAAAAA").await;
    assert!(words.contains("How did we do just now?"), "who mistyped is asked too: {words}");
    service.kill().await.unwrap();
    assert_eq!(luma.discord.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_link_of_a_place_is_the_page_where_there_is_no_telegram() {
    let mut luma = Luma::new(Options::default()).await;
    luma.set("AMENDS_PUBLIC_URL", format!("{PUBLIC}/"));
    luma.set("AMENDS_DISCORD_INVITE", "https://discord.gg/luma");
    let mut service = luma.serve().await;
    let (status, running) = luma.run(&["qr", "till2"]).await;
    assert_eq!(status, 0, "{running}");
    let link = running.trim();
    assert!(link.starts_with("https://luma.example/q/till2_"), "{link}");
    let page = luma.page(link).await;
    assert!(page.contains("href=\"https://discord.gg/luma\""), "who is no member may come: {page}");
    let (_, words) = luma.brings(GIL, code_on(&page)).await;
    assert!(words.contains("Before you go: how was your visit?"), "{words}");
    service.kill().await.unwrap();
    service.wait().await.unwrap();
    assert_eq!(luma.run(&["qr", "till2"]).await, (0, running), "the same without the service");
}

#[tokio::test]
async fn without_an_address_the_page_can_not_be_led_to() {
    let mut luma = Luma::new(Options::default()).await;
    let mut service = luma.serve().await;
    let (status, problem) = luma.call(Method::POST, "/v1/receipts", &json!({"id": "a"})).await;
    assert_eq!((status, &problem["type"]), (503, &json!("urn:amends:problem:no-links")));
    assert!(problem["detail"].as_str().unwrap().contains("set AMENDS_PUBLIC_URL"), "{problem}");
    assert_eq!(luma.call(Method::GET, "/v1/interactions/a", &Value::Null).await.0, 404);
    let panel = |world: &World| {
        let (message, _) = with_button(world.channel(luma.care)?, "Something")?;
        Some(message.labels().iter().map(|label| (*label).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(luma.wait(panel).await, ["Something wrong?", "How was it?"], "no codes, no button");
    let (status, said) = luma.run(&["qr", "till2"]).await;
    assert!(status == 1 && said.contains("set AMENDS_PUBLIC_URL"), "{said}");
    service.kill().await.unwrap();
    service.wait().await.unwrap();
    let (status, said) = luma.run(&["qr", "till2"]).await;
    assert!(status == 1 && said.contains("set AMENDS_PUBLIC_URL"), "{said}");
    luma.set("AMENDS_PUBLIC_URL", PUBLIC);
    luma.set("AMENDS_SIGNALS_PANEL", "off");
    let (status, said) = luma.run(&["qr", "till2"]).await;
    assert!(status == 1 && said.contains("leave the panel switched on"), "{said}");
}

#[tokio::test]
async fn where_both_platforms_are_the_page_offers_both() {
    const DANA: i64 = 7;
    let telegram = TelegramStandIn::start(telegram::Options::default()).await.unwrap();
    let mut luma = Luma::new(Options::default()).await;
    luma.set("AMENDS_TELEGRAM_TOKEN", telegram.token());
    luma.set("AMENDS_TELEGRAM_API_URL", telegram.base_url());
    let mut service = luma.serve().await;
    let direct = luma.receipt("till-1").await["link"].as_str().unwrap().to_owned();
    assert!(direct.starts_with("https://t.me/"), "without an address as before: {direct}");
    service.kill().await.unwrap();
    luma.set("AMENDS_PUBLIC_URL", PUBLIC);
    let mut service = luma.serve().await;
    let link = luma.receipt("till-2").await["link"].as_str().unwrap().to_owned();
    let page = luma.page(&link).await;
    let code = code_on(&page).to_owned();
    assert!(page.contains(&format!("?start={code}\"")), "{page}");
    assert!(page.contains("https://discord.com/channels/"), "{page}");
    let people = telegram.people();
    people.create_user(Person::new(DANA, "Dana").language("en")).unwrap();
    people.start(DANA, Some(&code)).unwrap();
    let asked = |world: &Chats| {
        let mut messages = world.chats.get(&DANA)?.messages.values();
        messages.any(|it| it.text.contains("how was your visit?")).then_some(())
    };
    telegram.wait_for(asked, SOON).await.unwrap();
    luma.comes_to("till-2", "asked").await;
    let (_, words) = luma.brings(GIL, &code).await;
    assert!(words.contains("This code has expired"), "used on one platform, used up: {words}");
    service.kill().await.unwrap();
}
