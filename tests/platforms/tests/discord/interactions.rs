//! Presses, forms and commands, and what the bot may answer.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use amends_platforms::discord::{
    Options,
    people::{File, Given},
    world::{Id, Seen},
};
use serenity::all::{
    ActionRowComponent, ButtonStyle, ChannelId, Command, CommandInteraction, CommandOptionType,
    CommandType, ComponentInteraction, CreateActionRow, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage,
    CreateModal, EditInteractionResponse, EditMessage, Event, GuildId, InputTextStyle, Interaction,
    InteractionContext, ModalInteraction, ResolvedTarget, ResolvedValue,
};

use crate::{
    bench::{ANNA, BEN, Bench, Bot, CARL, Home, PLAIN},
    messages::refused,
};

fn interaction(event: &Event) -> Option<Interaction> {
    let Event::InteractionCreate(event) = event else { return None };
    Some(event.interaction.clone())
}

async fn component(bot: &mut Bot) -> ComponentInteraction {
    bot.hears(|event| interaction(event)?.message_component()).await
}

async fn modal(bot: &mut Bot) -> ModalInteraction {
    bot.hears(|event| interaction(event)?.modal_submit()).await
}

async fn command(bot: &mut Bot) -> CommandInteraction {
    bot.hears(|event| {
        let heard = interaction(event)?;
        heard.clone().command().or_else(|| heard.autocomplete())
    })
    .await
}

async fn ask(bench: &Bench, channel: Id) -> Id {
    let button =
        |id: &str, label: &str| CreateButton::new(id).label(label).style(ButtonStyle::Secondary);
    let row = CreateActionRow::Buttons(vec![button("s.1", "Good"), button("s.2", "Bad")]);
    let question = CreateMessage::new().content("How was it?").components(vec![row]);
    Id(ChannelId::new(channel.0).send_message(&bench.http, question).await.unwrap().id.get())
}

fn says(text: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(text)
}

fn whisper(text: &str) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(says(text).ephemeral(true))
}

fn form() -> CreateInteractionResponse {
    let input = CreateInputText::new(InputTextStyle::Paragraph, "What happened?", "text");
    let rows = vec![CreateActionRow::InputText(input.required(false).max_length(1000))];
    CreateInteractionResponse::Modal(CreateModal::new("comment.1", "Tell us").components(rows))
}

async fn start(options: Options) -> (Bench, Home, Bot) {
    let bench = Bench::with(Options { enforce_limits: false, ..options }).await;
    let home = bench.found();
    let bot = bench.connect(PLAIN).await;
    (bench, home, bot)
}

#[tokio::test]
async fn a_press_changes_the_message_once() {
    let (bench, home, mut bot) = start(Options::default()).await;
    let people = bench.stand_in.people();
    let asked = ask(&bench, home.lobby).await;
    let pressed = people.click(ANNA, home.lobby, asked, "Bad").unwrap().interaction().unwrap();
    let heard = component(&mut bot).await;
    assert_eq!((heard.id.get(), heard.data.custom_id.as_str()), (pressed.0, "s.2"));
    assert_eq!((heard.user.id.get(), heard.locale.as_str()), (ANNA.0, "de"));
    assert_eq!(heard.message.content, "How was it?");
    assert!(heard.member.as_ref().is_some_and(|member| member.roles.is_empty()));
    let update = CreateInteractionResponse::UpdateMessage(says("Sorry.").components(vec![]));
    heard.create_response(&bench.http, update.clone()).await.unwrap();
    let again = heard.create_response(&bench.http, update).await;
    assert_eq!(refused(again), (400, 40_060));
    bench.stand_in.look(|world| {
        let shown = world.message(home.lobby, asked).unwrap();
        assert_eq!((shown.content.as_str(), shown.labels().len()), ("Sorry.", 0));
        assert_eq!(world.interactions[&pressed].seen(world.now_ms()), Seen::Answered);
    });
    assert!(people.click(ANNA, home.lobby, asked, "Bad").is_err());
    people.click_stale(BEN, home.lobby, asked, "s.1").unwrap();
    let stale = component(&mut bot).await;
    let roles = &stale.member.as_ref().unwrap().roles;
    assert_eq!(roles.iter().map(|role| role.get()).collect::<Vec<_>>(), [home.staff.0]);
    stale.create_response(&bench.http, whisper("This question is closed.")).await.unwrap();
    let only_for_ben = bench.stand_in.look(|world| {
        let lobby = world.channel(home.lobby).unwrap();
        assert_eq!(lobby.shown().len(), 1);
        assert_eq!((lobby.shown_to(BEN).len(), lobby.shown_to(CARL).len()), (2, 1));
        lobby.shown_to(BEN)[1].id
    });
    // What only one person sees is out of reach but through the interaction.
    let lobby = ChannelId::new(home.lobby.0);
    assert_eq!(refused(lobby.message(&bench.http, only_for_ben.0).await), (404, 10_008));
    assert_eq!(refused(lobby.delete_message(&bench.http, only_for_ben.0).await), (404, 10_008));
    let edit = EditMessage::new().content("no");
    assert_eq!(refused(lobby.edit_message(&bench.http, only_for_ben.0, edit).await), (404, 10_008));
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn after_three_seconds_it_failed_and_after_fifteen_minutes_it_is_over() {
    let offset = Arc::new(AtomicI64::new(0));
    let options = Options { clock_offset_ms: Arc::clone(&offset), ..Options::default() };
    let (bench, home, mut bot) = start(options).await;
    let people = bench.stand_in.people();
    let asked = ask(&bench, home.lobby).await;
    let late = people.click(ANNA, home.lobby, asked, "Bad").unwrap().interaction().unwrap();
    let heard = component(&mut bot).await;
    let seen = |id: Id| bench.stand_in.look(|world| world.interactions[&id].seen(world.now_ms()));
    assert_eq!(seen(late), Seen::Waiting);
    offset.fetch_add(3_000, Ordering::SeqCst);
    assert_eq!(seen(late), Seen::Failed);
    let answered = heard.create_response(&bench.http, whisper("Too late.")).await;
    assert_eq!(refused(answered), (404, 10_062));
    let early = heard
        .create_followup(&bench.http, CreateInteractionResponseFollowup::new().content("a"))
        .await;
    assert_eq!(refused(early), (404, 10_015));

    let pressed = people.click(ANNA, home.lobby, asked, "Bad").unwrap().interaction().unwrap();
    let heard = component(&mut bot).await;
    heard.create_response(&bench.http, whisper("Noted.")).await.unwrap();
    let more = CreateInteractionResponseFollowup::new().content("And thanks.").ephemeral(true);
    offset.fetch_add(14 * 60_000, Ordering::SeqCst);
    heard.create_followup(&bench.http, more.clone()).await.unwrap();
    heard
        .edit_response(&bench.http, EditInteractionResponse::new().content("Noted!"))
        .await
        .unwrap();
    assert_eq!(
        bench.stand_in.look(|world| world.answer_to(pressed).unwrap().content.clone()),
        "Noted!"
    );
    heard.delete_response(&bench.http).await.unwrap();
    assert!(bench.stand_in.look(|world| world.answer_to(pressed).is_none()));
    offset.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(refused(heard.create_followup(&bench.http, more).await), (401, 50_027));
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn a_form_is_opened_filled_and_answered() {
    let (bench, _, mut bot) = start(Options::default()).await;
    let people = bench.stand_in.people();
    let dm = people.dm(ANNA).unwrap();
    let asked = ask(&bench, dm).await;
    let pressed = people.click(ANNA, dm, asked, "Bad").unwrap().interaction().unwrap();
    let heard = component(&mut bot).await;
    assert!(heard.member.is_none() && heard.guild_id.is_none());
    heard.create_response(&bench.http, form()).await.unwrap();
    assert!(people.submit(CARL, pressed, &[]).is_err());
    people.submit(ANNA, pressed, &[("What happened?", "It broke.")]).unwrap();
    let sent = modal(&mut bot).await;
    assert_eq!(sent.data.custom_id, "comment.1");
    let row = &sent.data.components[0].components[0];
    let ActionRowComponent::InputText(input) = row else { panic!("{row:?}") };
    assert_eq!(input.value.as_deref(), Some("It broke."));
    let update = CreateInteractionResponse::UpdateMessage(says("Thank you.").components(vec![]));
    sent.create_response(&bench.http, update).await.unwrap();
    let shown = bench.stand_in.look(|world| world.message(dm, asked).unwrap().content.clone());
    assert_eq!(shown, "Thank you.");
    people.submit(ANNA, pressed, &[]).unwrap();
    let twice = modal(&mut bot).await;
    assert_eq!(refused(twice.create_response(&bench.http, form()).await), (400, 50_035));
    bench.stand_in.take_violations();
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn a_promised_answer_follows() {
    let (bench, home, mut bot) = start(Options::default()).await;
    let people = bench.stand_in.people();
    let asked = ask(&bench, home.lobby).await;
    let pressed = people.click(ANNA, home.lobby, asked, "Good").unwrap().interaction().unwrap();
    let heard = component(&mut bot).await;
    heard.defer_ephemeral(&bench.http).await.unwrap();
    assert!(bench.stand_in.look(|world| world.answer_to(pressed).unwrap().thinking));
    heard
        .edit_response(&bench.http, EditInteractionResponse::new().content("Done."))
        .await
        .unwrap();
    bench.stand_in.look(|world| {
        let shown = world.answer_to(pressed).unwrap();
        assert_eq!(
            (shown.content.as_str(), shown.thinking, shown.only_for),
            ("Done.", false, Some(ANNA))
        );
    });
    people.click(ANNA, home.lobby, asked, "Good").unwrap();
    let heard = component(&mut bot).await;
    heard.create_response(&bench.http, CreateInteractionResponse::Acknowledge).await.unwrap();
    let original = heard.get_response(&bench.http).await.unwrap();
    assert_eq!(original.id.get(), asked.0);
    bot.leave().await;
    bench.done().await;
}

fn definitions() -> Vec<CreateCommand> {
    let text = |name: &str| CreateCommandOption::new(CommandOptionType::String, name, "a");
    vec![
        CreateCommand::new("done")
            .description("Ends the contact")
            .contexts(vec![InteractionContext::Guild])
            .add_option(
                CreateCommandOption::new(CommandOptionType::User, "customer", "who").required(true),
            )
            .add_option(text("cause").set_autocomplete(true)),
        CreateCommand::new("Ask for feedback").kind(CommandType::User),
        CreateCommand::new("Open a case").kind(CommandType::Message),
    ]
}

#[tokio::test]
async fn commands_and_menus_bring_what_was_chosen() {
    let (bench, home, mut bot) = start(Options::default()).await;
    let people = bench.stand_in.people();
    let guild = GuildId::new(home.guild.0);
    let made = guild.set_commands(&bench.http, definitions()).await.unwrap();
    assert_eq!(made.len(), 3);
    let again = guild.set_commands(&bench.http, definitions()).await.unwrap();
    assert_eq!(made[0].id, again[0].id);
    assert_eq!(people.commands_offered(BEN, home.desk), ["done"]);

    assert!(people.slash(BEN, home.desk, "done", &[]).is_err());
    let ended = people.slash(BEN, home.desk, "done", &[("customer", Given::User(ANNA))]).unwrap();
    let heard = command(&mut bot).await;
    let options = heard.data.options();
    let ResolvedValue::User(about, Some(_)) = options[0].value else { panic!("{options:?}") };
    assert_eq!(about.id.get(), ANNA.0);
    heard.create_response(&bench.http, whisper("Asked.")).await.unwrap();
    bench.stand_in.look(|world| {
        assert_eq!(world.answer_to(ended).unwrap().only_for, Some(BEN));
        assert_eq!(world.channel(home.desk).unwrap().shown().len(), 0);
    });

    people.user_menu(BEN, home.lobby, "Ask for feedback", ANNA).unwrap();
    let heard = command(&mut bot).await;
    assert!(
        matches!(heard.data.target(), Some(ResolvedTarget::User(about, _)) if about.id.get() == ANNA.0)
    );
    let line = people.write(ANNA, home.lobby, "it broke").unwrap();
    people.message_menu(BEN, home.lobby, "Open a case", line).unwrap();
    let heard = command(&mut bot).await;
    let Some(ResolvedTarget::Message(message)) = heard.data.target() else { panic!("{heard:?}") };
    assert_eq!(message.content, "it broke");

    let typed = people.type_option(BEN, home.desk, "done", "cause", "la").unwrap();
    let heard = command(&mut bot).await;
    assert_eq!(heard.data.autocomplete().unwrap().value, "la");
    let choices = CreateAutocompleteResponse::new().add_string_choice("Late", "late");
    heard
        .create_response(&bench.http, CreateInteractionResponse::Autocomplete(choices))
        .await
        .unwrap();
    let shown = bench.stand_in.look(|world| world.interactions[&typed].seen(world.now_ms()));
    assert_eq!(shown, Seen::Answered);
    Command::set_global_commands(&bench.http, definitions()).await.unwrap();
    assert_eq!(Command::get_global_commands(&bench.http).await.unwrap().len(), 3);
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn commands_bring_files_and_may_share_a_name() {
    let (bench, home, mut bot) = start(Options::default()).await;
    let people = bench.stand_in.people();
    let option = |kind, name: &str| CreateCommandOption::new(kind, name, "what").required(true);
    let word = option(CommandOptionType::String, "word");
    let for_all = CreateCommand::new("texts").description("Texts").add_option(word);
    let file = option(CommandOptionType::Attachment, "file");
    let import = CreateCommandOption::new(CommandOptionType::SubCommand, "import", "Take in");
    let import = import.add_sub_option(file);
    let of_guild = CreateCommand::new("texts").description("Texts").add_option(import);
    Command::set_global_commands(&bench.http, vec![for_all]).await.unwrap();
    GuildId::new(home.guild.0).set_commands(&bench.http, vec![of_guild]).await.unwrap();
    assert_eq!(people.commands_offered(BEN, home.desk), ["texts", "texts"]);

    people.slash(BEN, home.desk, "texts", &[("word", Given::from("hello"))]).unwrap();
    let heard = command(&mut bot).await;
    assert!(matches!(heard.data.options()[0].value, ResolvedValue::String("hello")));

    assert!(people.slash(BEN, home.desk, "texts import", &[]).is_err());
    assert!(people.slash(BEN, home.desk, "texts import", &[("file", Given::from("a"))]).is_err());
    let file = Given::File(File { bytes: b"ask = 1".to_vec(), ..File::named("my texts.toml") });
    people.slash(BEN, home.desk, "texts import", &[("file", file)]).unwrap();
    let heard = command(&mut bot).await;
    let options = heard.data.options();
    let ResolvedValue::SubCommand(inside) = &options[0].value else { panic!("{options:?}") };
    let ResolvedValue::Attachment(file) = inside[0].value else { panic!("{inside:?}") };
    assert_eq!((file.filename.as_str(), file.size, file.ephemeral), ("my_texts.toml", 7, true));
    let brought = reqwest::get(&file.url).await.unwrap().bytes().await.unwrap();
    assert_eq!(&brought[..], b"ask = 1");
    bot.leave().await;
    bench.done().await;
}
