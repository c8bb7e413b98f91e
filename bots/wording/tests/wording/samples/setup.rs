//! Samples of what admins read while a business is set up.

use amends_core::{
    admin::{AdminSay, Checklist, DeskHealth, Health, LastBackup, SetupSay, TrialSay, Vitals},
    gap::{DeskGap, Gap},
    ids::CaseNumber,
    lang::Lang,
    place::Platform,
    policy::Level,
    say::{Question, Say},
};

use super::{assert_covered, due, names};

names!(setup_name, SETUP_SAYS: SetupSay {
    Where, Looking, Checklist, NoChannel, Refused, Asking, Paused,
});
names!(trial_name, TRIAL_SAYS: TrialSay { Shown, WouldOpen, NoDesk, Unknown });

/// Something of each kind.
pub(super) fn says() -> Vec<AdminSay> {
    let mut says = Vec::new();
    let setup = setup();
    assert_covered(setup.iter().map(setup_name), SETUP_SAYS);
    says.extend(setup.into_iter().map(AdminSay::Setup));
    let trial = trial();
    assert_covered(trial.iter().map(trial_name), TRIAL_SAYS);
    says.extend(trial.into_iter().map(AdminSay::Trial));
    says.extend(health().map(|health| AdminSay::Health(Box::new(health))));
    says
}

fn setup() -> Vec<SetupSay> {
    let done = Checklist {
        business: "Luma Café".to_owned(),
        desk: true,
        gaps: vec![Gap::Desk(DeskGap::NoPins)],
        staff: vec![(Level::Agent, 2), (Level::Senior, 1), (Level::Director, 0)],
        by_role: false,
        on_duty: true,
        zone: "Europe/Bucharest".to_owned(),
        time: due(true),
        hours: "mon-fri 09:00-21:00".to_owned(),
        language: Lang::RO,
        asking: false,
        zone_is_said: true,
        hours_are_said: true,
    };
    let bare = Checklist {
        desk: false,
        gaps: vec![Gap::Desk(DeskGap::NoForum), Gap::Desk(DeskGap::NoTopics)],
        staff: vec![(Level::Agent, 0), (Level::Senior, 0), (Level::Director, 0)],
        on_duty: false,
        asking: true,
        ..done.clone()
    };
    let by_role = Checklist {
        by_role: true,
        staff: bare.staff.clone(),
        gaps: Vec::new(),
        asking: true,
        ..done.clone()
    };
    let alone = Checklist {
        staff: vec![(Level::Agent, 1), (Level::Senior, 0), (Level::Director, 0)],
        on_duty: false,
        ..done.clone()
    };
    let zoneless = Checklist { zone_is_said: false, hours_are_said: false, ..done.clone() };
    let hourless = Checklist { hours_are_said: false, ..done.clone() };
    let unstaffed = Checklist { gaps: Vec::new(), staff: bare.staff.clone(), ..done.clone() };
    let lacking = Checklist { desk: true, ..bare.clone() };
    let only_agents = Checklist { on_duty: true, asking: true, ..alone.clone() };
    vec![
        SetupSay::Where,
        SetupSay::Looking,
        SetupSay::Checklist(Box::new(done)),
        SetupSay::Checklist(Box::new(zoneless)),
        SetupSay::Checklist(Box::new(hourless)),
        SetupSay::Checklist(Box::new(unstaffed)),
        SetupSay::Checklist(Box::new(lacking)),
        SetupSay::Checklist(Box::new(only_agents)),
        SetupSay::Checklist(Box::new(by_role)),
        SetupSay::Checklist(Box::new(alone)),
        SetupSay::Refused(Box::new(bare)),
        SetupSay::NoChannel { typed: "cafe:#x".to_owned() },
        SetupSay::Asking,
        SetupSay::Paused,
    ]
}

fn trial() -> Vec<TrialSay> {
    let say = Say::Ask { question: Question::JustNow, name: Some("Piotr".to_owned()), call: None };
    let by = || "Piotr".to_owned();
    vec![
        TrialSay::Shown { say: Box::new(say), lang: Lang::RO },
        TrialSay::WouldOpen { by: by(), called: vec!["Anna".to_owned()], due: due(true) },
        TrialSay::WouldOpen { by: by(), called: Vec::new(), due: due(false) },
        TrialSay::NoDesk,
        TrialSay::Unknown { typed: "sad".to_owned() },
    ]
}

fn health() -> [Health; 4] {
    let vitals = Vitals {
        platforms: vec![(Platform::Telegram, None), (Platform::Discord, None)],
        outbox: 3,
        open: 2,
        ..Vitals::default()
    };
    let fine = Health {
        vitals,
        desk: DeskHealth::Fine,
        on_duty: vec!["Anna".to_owned(), "Mihai".to_owned()],
        senior: false,
        opens: None,
        asking: true,
        backup: None,
    };
    let down = Vitals {
        platforms: vec![(Platform::Discord, Some("the token was refused".to_owned()))],
        store: Some("the disk is full".to_owned()),
        given_up: 1,
        hanging: 1,
        unanswered: vec![CaseNumber(1042), CaseNumber(1043)],
        ..fine.vitals.clone()
    };
    let ill = Health {
        vitals: down,
        desk: DeskHealth::Lost,
        on_duty: Vec::new(),
        opens: Some(due(false)),
        asking: false,
        ..fine.clone()
    };
    let backup = |days| Some(LastBackup { at: due(days == 0), days });
    let fresh = Health { backup: backup(0), ..fine.clone() };
    [
        fine,
        Health { backup: backup(8), ..ill },
        fresh.clone(),
        Health { backup: backup(1), ..fresh },
    ]
}
