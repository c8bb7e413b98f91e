//! What was found out, by name.

use amends_core::fact::Fact;

/// What a fact is called, for counting.
pub(crate) fn name_of(fact: &Fact) -> &'static str {
    match fact {
        Fact::Suppressed { .. } => "suppressed",
        Fact::Tagged { .. } => "tagged",
        Fact::Planned { .. } => "planned",
        Fact::Asked { .. } => "asked",
        Fact::Undeliverable { .. } => "undeliverable",
        Fact::Answered { .. } => "answered",
        Fact::Commented { .. } => "commented",
        Fact::CaseOpened { .. } => "case opened",
        Fact::CaseClaimed { .. } => "claimed",
        Fact::FirstWord { .. } => "first word",
        Fact::LevelRaised { .. } => "level raised",
        Fact::PromiseMade { .. } => "promise made",
        Fact::PromiseKept { .. } => "promise kept",
        Fact::PromiseBroken { .. } => "promise broken",
        Fact::Recommended { .. } => "recommended",
        Fact::OfferMade { .. } => "offered",
        Fact::OfferAnswered { yes: true, .. } => "offer accepted",
        Fact::OfferAnswered { yes: false, .. } => "offer declined",
        Fact::OfferDelivered { .. } => "delivered",
        Fact::CauseNamed { .. } => "cause named",
        Fact::FixTold { .. } => "told of a fix",
        Fact::Apologised { .. } => "apologised",
        Fact::Resolved { .. } => "resolved",
        Fact::Checked { .. } => "checked",
        Fact::Reopened { .. } => "reopened",
        Fact::CaseClosed { outcome, .. } => outcome.name(),
        Fact::Merged { .. } => "merged",
        Fact::Said { .. } => "said",
        Fact::TranscriptTaken { .. } => "transcript taken",
        Fact::ItemOpened { .. } => "item opened",
        Fact::ItemEnded { .. } => "item ended",
        Fact::LedNowhere => "led nowhere",
        Fact::Split { .. } => "split",
        Fact::StaffChanged { .. } => "staff changed",
        Fact::AdminChanged { .. } => "admin changed",
        Fact::Erased => "erased",
        Fact::Alarm { .. } => "alarm",
    }
}
