//! On which side of the conversation a button stands.

use super::Action;

impl Action {
    /// Whether staff or admins press it, and not customers.
    pub fn is_for_staff(&self) -> bool {
        match self {
            Self::Rate { .. }
            | Self::Change { .. }
            | Self::NoTalk { .. }
            | Self::ContactMe { .. }
            | Self::Senior { .. }
            | Self::StillNeed { .. }
            | Self::Right { .. }
            | Self::Offered { .. }
            | Self::GoOn { .. }
            | Self::Contact { .. }
            | Self::Tell { .. }
            | Self::TellInCase { .. }
            | Self::Forget { .. }
            | Self::Recommend { .. }
            | Self::NeedHelp { .. }
            | Self::Complain
            | Self::Feedback
            | Self::Code => false,
            Self::Take { .. }
            | Self::Join { .. }
            | Self::History { .. }
            | Self::WaitForAnswer { .. }
            | Self::Promise { .. }
            | Self::Progress { .. }
            | Self::HandOver { .. }
            | Self::Accept { .. }
            | Self::Return { .. }
            | Self::MakeGood { .. }
            | Self::CallSenior { .. }
            | Self::PutRight { .. }
            | Self::Reopen { .. }
            | Self::JustThanks { .. }
            | Self::CloseMistap { .. }
            | Self::Why { .. }
            | Self::Anyway { .. }
            | Self::NameCause { .. }
            | Self::OpenRecovery { .. }
            | Self::NoAction { .. }
            | Self::OpenFor { .. }
            | Self::Item { .. }
            | Self::Admin { .. }
            | Self::Trial { .. } => true,
        }
    }
}
