//! Names of events in the journal, for reading.

use amends_core::event::{Event, VenueEvent, WorkspaceEvent};

pub(crate) fn event(event: &Event) -> &'static str {
    match event {
        Event::InteractionEnded { .. } => "interaction_ended",
        Event::ReceiptShown { .. } => "receipt_shown",
        Event::InteractionReopened { .. } => "interaction_reopened",
        Event::DeadlineReached => "deadline_reached",
        Event::Pressed { .. } => "pressed",
        Event::CustomerWrote { .. } => "customer_wrote",
        Event::CustomerEdited { .. } => "customer_edited",
        Event::CustomerDeleted { .. } => "customer_deleted",
        Event::CustomerReacted { .. } => "customer_reacted",
        Event::CustomerReachable { .. } => "customer_reachable",
        Event::CustomerUnreachable { .. } => "customer_unreachable",
        Event::ErasureConfirmed => "erasure_confirmed",
        Event::DeletionsEnded => "deletions_ended",
        Event::StaffWrote { .. } => "staff_wrote",
        Event::StaffEdited { .. } => "staff_edited",
        Event::StaffDeleted { .. } => "staff_deleted",
        Event::StaffReacted { .. } => "staff_reacted",
        Event::ThreadClosed { .. } => "thread_closed",
        Event::CauseFixed { .. } => "cause_fixed",
        Event::Apologise { .. } => "apologise",
        Event::Merged { .. } => "merged",
        Event::Split { .. } => "split",
        Event::Duplicate { .. } => "duplicate",
        Event::TakesOver { .. } => "takes_over",
        Event::LookedUp { .. } => "looked_up",
        Event::StaffOnItem { .. } => "staff_on_item",
        Event::Restored { .. } => "restored",
        Event::Settled { .. } => "settled",
    }
}

pub(crate) fn workspace_event(event: &WorkspaceEvent) -> &'static str {
    match event {
        WorkspaceEvent::TranscriptTaken { .. } => "transcript_taken",
        WorkspaceEvent::StaffWrote { .. } => "business_staff_wrote",
        WorkspaceEvent::StaffSeen { .. } => "business_staff_seen",
        WorkspaceEvent::WordingCounted { .. } => "wording_counted",
        WorkspaceEvent::ChatMigrated { .. } => "business_chat_migrated",
        WorkspaceEvent::Answered { .. } => "business_answered",
        WorkspaceEvent::Refused { .. } => "business_refused",
        WorkspaceEvent::Pressed { .. } => "business_pressed",
        WorkspaceEvent::Settled { .. } => "business_settled",
        WorkspaceEvent::FirstAdmin { .. } => "first_admin",
        WorkspaceEvent::Worked { .. } => "worked",
        WorkspaceEvent::FixReached { .. } => "fix_reached",
        WorkspaceEvent::Page(_) => "page",
        WorkspaceEvent::CauseNoted { .. } => "cause_noted",
        WorkspaceEvent::CauseBack { .. } => "cause_back",
        WorkspaceEvent::Forgotten { .. } => "business_forgotten",
        WorkspaceEvent::Imported { .. } => "imported",
        WorkspaceEvent::Looked => "business_looked",
        WorkspaceEvent::DeskUsable { .. } => "business_desk_usable",
    }
}

pub(crate) fn venue_event(event: &VenueEvent) -> &'static str {
    match event {
        VenueEvent::Wrote { .. } => "venue_wrote",
        VenueEvent::Opened { .. } => "venue_opened",
        VenueEvent::Closed { .. } => "venue_closed",
        VenueEvent::Reopened => "venue_reopened",
        VenueEvent::Left { .. } => "venue_left",
        VenueEvent::Returned { .. } => "venue_returned",
    }
}
