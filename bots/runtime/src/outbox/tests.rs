use amends_core::{
    effect::To,
    place::{Content, FileRef, MediaKind, MessageRef},
};

use super::{files::fetch, *};
use crate::port::{Adapter, File, Incoming, Pending};

/// A platform on which every file is fetched with the same end.
struct Source {
    platform: Platform,
    ends: Result<Vec<File>, SendError>,
}

impl Adapter for Source {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn read(&self, _update: &[u8], _view: &View) -> Vec<Incoming> {
        unreachable!("nothing comes in")
    }

    fn perform<'a>(
        &'a self,
        _body: &'a Body,
        _view: &'a View,
        _attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        unreachable!("nothing goes out")
    }

    fn copies(&self, from: Platform) -> bool {
        from == self.platform
    }

    fn wording_file(&self, _: amends_core::lang::Lang, _: &View) -> String {
        unreachable!("nobody asks for it here")
    }

    fn upload_limit(&self) -> u64 {
        1_000
    }

    fn fetch<'a>(
        &'a self,
        _message: &'a MessageRef,
        _files: &'a [FileRef],
        limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        assert_eq!(limit, 1_000, "what the other platform bears");
        Box::pin(async { self.ends.clone() })
    }

    fn private_link(&self, _token: &str) -> Option<String> {
        None
    }
}

/// Fetches a photo that stands on Discord for Telegram.
async fn photo(ends: Result<Vec<File>, SendError>) -> Result<Vec<File>, SendError> {
    let file = FileRef { id: "1".to_owned(), name: None, mime: None, size: None };
    let content = Content::Media { kind: MediaKind::Photo, caption: None, files: vec![file] };
    let place = Place::chat(Platform::Discord, "5").thread("6");
    let body = Body::Copy {
        to: To::Place(Place::chat(Platform::Telegram, "7")),
        message: MessageRef { place, id: "8".to_owned() },
        caption: None,
        content: Some(Box::new(content)),
        reply_to: None,
        purpose: None,
    };
    let sink = Source { platform: Platform::Telegram, ends: Ok(Vec::new()) };
    let source: SharedAdapter = Arc::new(Source { platform: Platform::Discord, ends });
    let platforms = BTreeMap::from([(Platform::Discord, source)]);
    fetch(&sink, &platforms, &body).await
}

#[tokio::test]
async fn what_the_source_refuses_is_no_word_of_where_it_goes() {
    for refusal in [
        Refusal::ChatGone,
        Refusal::Blocked,
        Refusal::ThreadGone,
        Refusal::MessageGone,
        Refusal::NoRights,
        Refusal::Unsupported,
        Refusal::Other,
    ] {
        let unsupported = Err(SendError::Refused(Refusal::Unsupported));
        assert_eq!(photo(Err(SendError::Refused(refusal))).await, unsupported, "{refusal:?}");
    }
    let too_large = || Err(SendError::Refused(Refusal::TooLarge));
    assert_eq!(photo(too_large()).await, too_large(), "staff are told the size");
}

#[tokio::test]
async fn a_source_that_does_not_answer_now_is_asked_again() {
    for error in [
        SendError::RateLimited { after: Duration::from_secs(9) },
        SendError::Rejected("the token was refused".to_owned()),
        SendError::Moved { to: Place::chat(Platform::Discord, "9") },
        SendError::NotSent("dns".to_owned()),
        SendError::Unknown("read timeout".to_owned()),
    ] {
        let ends = photo(Err(error)).await;
        assert!(matches!(ends, Err(SendError::NotSent(_))), "{ends:?}");
    }
}
