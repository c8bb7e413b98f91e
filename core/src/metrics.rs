//! Figures: what `/report` tells, counted from the facts of the journal (`METRICS`).
//!
//! Every figure is a sum over [`Cell`]s, one for each day. A survey or a case puts its counts into the
//! cell of the day on which its contact ended or it was opened; when something new is known of it, what
//! it had put there is taken out again, and what it puts there now is added. So each fact costs the
//! same however many answers there are, and a fold from nothing ends with the same cells (INV 20).

mod cell;
mod figures;
mod fold;
mod math;
mod report;
mod rows;

pub(crate) use self::rows::segments_of;
pub use self::{
    cell::{Cell, CellKey, Count, PromiseEnd, Slot},
    figures::{Figures, Moods, Silence, Times},
    fold::{Changed, Fold, Kept, Nothing},
    math::{Difference, Interval, Share, mean, percentile, shared_out},
    report::{CauseLine, Money, Part, Period, Report, ReportAsked, ReportSay, RightNow, Span},
    rows::{CaseRow, SurveyRow},
};
