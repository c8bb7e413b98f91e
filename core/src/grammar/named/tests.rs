use super::*;
use crate::admin::{ASK, ASK_RULES, REPLY, Source};

#[test]
fn nothing_takes_a_place_that_is_empty() {
    for (typed, wanted) in [
        ("/qr lang:ro", "/qr"),
        ("/cause public public:x", "/cause public"),
        ("/cause fixed how:orders are read back", "/cause fixed"),
        ("/cause own owner:@katrin due:30.11.", "/cause own"),
        ("/cause own late due:30.11.", "/cause own"),
        ("/wording show lang:ro", "/wording show"),
        ("/wording set lang:ro text:Cum a fost?", "/wording set"),
        ("/wording set key:ask text:ro is fine", "/wording set"),
        ("/wording rollback ask number:3", "/wording rollback"),
        ("/makegood add worth:9 name:cake kind:gift text:a cake", "/makegood add"),
        ("/makegood how how:at the counter", "/makegood how"),
        // These may be left out.
        ("/role add level:agent", "/role add agent"),
        ("/test lang:ro", "/test ro"),
    ] {
        assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn named_options_come_to_their_places() {
    for (typed, wanted) in [
        ("/scale type:faces3", "/scale faces3"),
        ("/language lang:ro", "/language ro"),
        ("/language default lang:ro", "/language default ro"),
        ("/language default:ro", "/language default ro"),
        ("/language offer:ro, ru,en", "/language offer ro, ru,en"),
        ("/language offer langs:ro, ru,en", "/language offer ro, ru,en"),
        ("/language offer lang:ro", "/language offer ro"),
        ("/wording show key:ask lang:ro", "/wording show ask ro"),
        ("/wording show lang:ro key:ask", "/wording show ask ro"),
        ("/wording show ask lang:ro", "/wording show ask ro"),
        ("/wording show lang:ro ask", "/wording show ask ro"),
        ("/wording list group:recovery", "/wording list recovery"),
        (
            "/wording set! lang:ro key:ask@place:till2 text:{hello} Cum?\n  http://x.y lang:de ",
            "/wording set! ask@place:till2 ro {hello} Cum?\n  http://x.y lang:de",
        ),
        ("/wording set key:ask ro  Note:\nlang:ro", "/wording set ask ro Note:\nlang:ro"),
        ("/test lang:ro path:unhappy", "/test unhappy ro"),
        ("/test lang:ro", "/test ro"),
        ("/ask setting:gap value:4h", "/ask gap 4h"),
        ("/ask value:4h setting:gap", "/ask gap 4h"),
        ("/ask gap value: 4h", "/ask gap 4h"),
        ("/ask gap:4h", "/ask gap 4h"),
        ("/ask setting:quiet value:22:00 - 08:00", "/ask quiet 22:00 - 08:00"),
        ("/ask setting:off value:topic:billing", "/ask off topic:billing"),
        ("/ask dry-run setting:gap value:24h", "/ask dry-run gap 24h"),
        ("/ask setting:dry-run value:gap 24h", "/ask dry-run gap 24h"),
        ("/reply within:10m", "/reply within 10m"),
        ("/reply within:10m segment:new", "/reply within 10m segment:new"),
        ("/signals source:voice value:on channel:<#5>", "/signals voice on <#5>"),
        ("/signals source:idle on", "/signals idle on"),
        ("/signals channel:<#5> voice on", "/signals voice on <#5>"),
        ("/qr lang:ro place:till2", "/qr till2 ro"),
        ("/role add level:agent member:@anna", "/role add @anna agent"),
        ("/role add @anna level:agent", "/role add @anna agent"),
        ("/role map level:agent role:Night shift", "/role map Night shift agent"),
        ("/role map Night shift level:agent", "/role map Night shift agent"),
        ("/authority level:agent amount:30.00 EUR", "/authority agent 30.00 EUR"),
        (
            "/makegood add kind:gift cost:3.50 worth:9 name:cake text:a cake, cost: none",
            "/makegood add cake 3.50 9 gift a cake, cost: none",
        ),
        ("/cause own late owner:@katrin 30.11.", "/cause own late @katrin 30.11."),
        ("/cause public! cause:late public:\"Late\"", "/cause public! late \"Late\""),
        ("/value currency:EUR tellers:7", "/value tellers:7 EUR"),
        ("/audit@luma_bot count:20", "/audit@luma_bot 20"),
        ("/duty on until:18:00", "/duty on until 18:00"),
        ("/duty on until: 18:00", "/duty on until 18:00"),
        ("/merge with other:C-5512 case:R-1042", "/merge with R-1042 C-5512"),
        ("/note case:R-1042 he called", "/note R-1042 he called"),
        ("/note text:he called case:R-7", "/note he called case:R-7"),
        ("/note R-1042 text:he called", "/note R-1042 he called"),
        ("/resolve case:R-7 done:right dish", "/resolve R-7 done:right dish"),
        ("/promise when:tomorrow 9:00 what:new card", "/promise tomorrow 9:00 new card"),
        ("/promise R-7 when:12:00 what:new card", "/promise R-7 12:00 new card"),
        ("/promise 12:00 what:new card", "/promise 12:00 new card"),
        ("/kept how:driver confirmed 11:54", "/kept driver confirmed 11:54"),
        ("/kept number:1 how:it is there", "/kept 1 it is there"),
        ("/move when:16:30 why:the oven", "/move 16:30 the oven"),
        ("/move 1 when:16:30", "/move 1 16:30"),
        ("/move number:2 when:17.11. 9:00 why:x", "/move 2 17.11. 9:00 x"),
        ("/progress text:it is on the van next:11:40", "/progress next 11:40 it is on the van"),
        ("/progress it is on the van next:11:40", "/progress next 11:40 it is on the van"),
        ("/done customer:@dana topic:late fee", "/done @dana late fee"),
        ("/complain text:cold soup", "/complain cold soup"),
        ("/why customer:@dana", "/why @dana"),
    ] {
        assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn named_options_of_the_rota_come_to_their_places() {
    for (typed, wanted) in [
        (
            "/duty rota hours: mon-fri 09:00-17:00, sat 10:00-12:00 who:@anna",
            "/duty rota @anna mon-fri 09:00-17:00, sat 10:00-12:00",
        ),
        ("/duty rota hours:mon-fri 09:00-17:00", "/duty rota mon-fri 09:00-17:00"),
        ("/duty rota @anna hours:off", "/duty rota @anna off"),
        ("/duty rota who:@anna", "/duty rota @anna"),
    ] {
        assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn named_options_of_handling_come_to_their_places() {
    for (typed, wanted) in [
        ("/duplicate case:R-1042 of:R-1040", "/duplicate R-1042 R-1040"),
        ("/duplicate of:R-1040", "/duplicate R-1040"),
        ("/tastes R-7 text:no alcohol", "/tastes R-7 no alcohol"),
        ("/pause for:30m", "/pause 30m"),
        ("/find words:cold soup", "/find cold soup"),
    ] {
        assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn the_case_is_read_before_anything_else() {
    for (typed, wanted) in [
        ("/progress R-7 text:it is late next:11:40", "/progress R-7 next 11:40 it is late"),
        ("/offer item:dessert", "/offer dessert"),
        ("/offer item:dessert case:R-7", "/offer R-7 dessert"),
        (
            "/offer amount:15.00 text:\"free express\" value:40.00",
            "/offer value:40.00 15.00 \"free express\"",
        ),
        ("/offer R-7 text:free express amount:15 value:40", "/offer R-7 value:40 15 free express"),
        ("/delivered number:2 how:by hand", "/delivered 2 by hand"),
    ] {
        assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn whatever_names_no_option_stays_as_it_is() {
    for typed in [
        "text:hello",
        "// text:hello",
        "/complain",
        "/complain it says text: and nothing else",
        "/complain Note: see http://luma.example at 15:00",
        "/note ask Ion, text:x, case:R-7",
        "/note R-1042 see case:R-7",
        "/note case: solved today",
        "/note case:closed by phone",
        "/resolve R-1042 the reason:was done:late",
        "/wording set ask ro Cum? lang:de key:x",
        "/wording set ask@place:till2 ro Cum?",
        "/ask off topic:billing",
        "/reply within 10m segment:new",
        "/hours mon-fri 09:00-21:00",
        "/signals ticket_closed pattern:ticket-*",
        "/cause late owner:x",
        "/makegood add cake 3.50 9 gift cost: none",
        "/nothing key:value",
        "/start key:value",
    ] {
        assert_eq!(in_order(typed), None, "{typed}");
    }
}

#[test]
fn what_is_set_by_its_own_name_is_known() {
    let timers = ASK.map(|(name, _)| name);
    // These stand before options of their own.
    let rules = ASK_RULES.into_iter().filter(|rule| !["off", "on", "dry-run"].contains(rule));
    for name in timers.into_iter().chain(rules) {
        assert!(has_option("ask", None, name), "{name}");
    }
    for (name, _) in REPLY {
        assert!(has_option("reply", None, name), "{name}");
    }
    for source in Source::ALL.into_iter().filter(|source| source.is_switched()) {
        assert!(has_option("signals", None, source.name()), "{}", source.name());
    }
}
