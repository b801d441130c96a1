//! Every page of the desk with everything on it and with as little as there can be, and each sentence once.

use idp_core::desk::reports::Report;
use idp_core::desk::{Act, Denied, Said, Standing, told};
use jiff::Timestamp;

use super::super::own::LoginRow;
use super::{
    ActForm, Cell, Content, DeskPage, EventRow, FoundRow, MessageRow, Moment, Named, PersonView, Reached, RequestRow,
};

/// All of them.
pub(in crate::page) fn samples() -> impl Iterator<Item = DeskPage> {
    let said = Said::all().map(|said| {
        let content = match said {
            Said::ReasonMalformed | Said::TicketMalformed | Said::PhoneMalformed => form(Act::CorrectPhone, false),
            Said::PhoneNotMobile | Said::PhoneCountry => form(Act::CorrectPhone, true),
            Said::EmailMalformed | Said::Same => form(Act::CorrectEmail, false),
            Said::TermMalformed | Said::TooMany => Content::Home { reports: false, term: Some("j".to_owned()) },
            Said::Refused | Said::Gone => Content::Requests { requests: vec![] },
            Said::Done(_) | Said::Asked | Said::AskedAlready | Said::Changed => {
                Content::Person(Box::new(least(Standing::Enrolled)))
            }
        };
        DeskPage { content, said: Some(said) }
    });
    contents().into_iter().map(|content| DeskPage { content, said: None }).chain(said)
}

fn contents() -> Vec<Content> {
    let mut contents = vec![
        Content::Home { reports: false, term: None },
        Content::Home { reports: true, term: None },
        Content::Found { people: vec![found(true), found(false)], more: true },
        Content::Found { people: vec![], more: false },
        Content::Person(Box::new(most())),
        Content::Code { person: named(), code: "271828".to_owned(), minutes: 30 },
        Content::History { person: named(), events: events(), older: Some(7) },
        Content::History { person: named(), events: vec![], older: None },
        Content::Requests { requests: vec![request(true), request(false)] },
        Content::Request { request: Some(Box::new(request(true))) },
        Content::Request { request: Some(Box::new(request(false))) },
        Content::Request { request: None },
        Content::Reports { reports: Report::ALL.map(Report::as_str).into() },
    ];
    contents.extend(Standing::ALL.map(|standing| Content::Person(Box::new(least(standing)))));
    contents.extend(Act::ALL.map(|act| form(act, act == Act::ResetFactors)));
    contents.extend(Denied::ALL.map(|why| Content::Denied { why: why.as_str(), member: why != Denied::NoRole }));
    for report in Report::ALL {
        contents.push(Content::Report {
            report: report.as_str(),
            lines: lines(report),
            next: Some("j.devries".to_owned()),
        });
    }
    contents.push(Content::Report { report: Report::Locked.as_str(), lines: vec![], next: None });
    contents
}

fn moment() -> Moment {
    Timestamp::UNIX_EPOCH.into()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn named() -> Named {
    Named { sub: "kD7fPq2wLxS0aVt9".to_owned(), username: "j.devries".to_owned(), name: text("Jan de Vries") }
}

fn found(open: bool) -> FoundRow {
    let organisation = text("Gemeente 's-Hertogenbosch").filter(|_| open);
    FoundRow { person: named(), organisation, email: text("j***@gemeente.nl"), phone: text("** ** ** 78"), open }
}

fn most() -> PersonView {
    let reached = |masked: &str, verified| Some(Reached { masked: masked.to_owned(), verified });
    let login = LoginRow { at: moment(), network: text("192.0.*.*"), application: text("DROP"), level: Some("mfa") };
    let own = LoginRow { network: None, application: None, level: None, ..login.clone() };
    PersonView {
        disputed: Some(moment()),
        organisation: text("Gemeente 's-Hertogenbosch"),
        phone: reached("** ** ** 78", true),
        email: reached("j***@gemeente.nl", false),
        password: true,
        apps: vec![(moment(), Some(moment())), (moment(), None)],
        passkeys: vec![(moment(), None), (moment(), Some(moment()))],
        recovery_codes: 9,
        sessions: 2,
        role: "desk",
        spent: ["password", "sent_code", "authenticator", "recovery_code", "visit_code", "messages", "password_links"]
            .map(|of| (of, moment()))
            .into(),
        messages: [
            ("queued", None),
            ("given_up", None),
            ("accepted", Some(())),
            ("delivered", Some(())),
            ("failed", Some(())),
        ]
        .map(|(stage, since)| message(stage, since.map(|()| moment())))
        .into(),
        logins: vec![login, own],
        requests: vec![request(true), request(false)],
        acts: Act::ALL.map(|act| (act.as_str(), act == Act::ResetFactors)).into(),
        ..least(Standing::Enrolled)
    }
}

fn least(standing: Standing) -> PersonView {
    PersonView {
        person: Named { name: None, ..named() },
        standing: standing.as_str(),
        disputed: None,
        organisation: None,
        phone: None,
        email: None,
        password: standing != Standing::NoPassword,
        apps: vec![],
        passkeys: vec![],
        recovery_codes: 0,
        sessions: 0,
        role: "none",
        spent: vec![],
        messages: vec![],
        logins: vec![],
        requests: vec![],
        acts: vec![("unlock", false)],
    }
}

fn message(stage: &'static str, since: Option<Moment>) -> MessageRow {
    let gateway = text("spryng").filter(|_| since.is_some());
    let (channel, to) = if stage == "accepted" { ("email", "j***@gemeente.nl") } else { ("sms", "** ** ** 78") };
    let reason = text("absent subscriber").filter(|_| stage == "failed");
    MessageRow { at: moment(), channel: channel.to_owned(), to: to.to_owned(), gateway, stage, since, reason }
}

fn form(act: Act, second: bool) -> Content {
    let asks = matches!(act, Act::CorrectPhone | Act::CorrectEmail);
    let empty = String::new;
    Content::Act(Box::new(ActForm {
        person: named(),
        act: act.as_str(),
        second,
        asks,
        value: empty(),
        reason: if second { "Nieuwe telefoon".to_owned() } else { empty() },
        ticket: if second { "INC-2026-0042".to_owned() } else { empty() },
    }))
}

fn events() -> Vec<EventRow> {
    let by = ["person", "system", "administrator", "desk", "client"];
    let event = |(code, by): (idp_core::audit::Code, &'static str)| {
        let signed = by == "desk";
        EventRow {
            at: moment(),
            event: code.as_str().replace('.', "-"),
            by,
            name: text("f.jansen").filter(|_| !["person", "system"].contains(&by)),
            application: text("DROP").filter(|_| by == "person"),
            asked_by: text("e.bakker").filter(|_| signed),
            reason: text("Nieuwe telefoon").filter(|_| signed),
            ticket: text("INC-2026-0042").filter(|_| signed),
        }
    };
    told().zip(by.into_iter().cycle()).map(event).collect()
}

fn request(decidable: bool) -> RequestRow {
    RequestRow {
        id: "kD7fPq2wLxS0aVt9".to_owned(),
        person: named(),
        act: if decidable { "phone" } else { "reset" },
        value: text("** ** ** 21").filter(|_| decidable),
        asked_by: "f.jansen".to_owned(),
        asked_at: moment(),
        until: moment(),
        reason: "Nieuwe telefoon".to_owned(),
        ticket: "INC-2026-0042".to_owned(),
        decidable,
    }
}

fn lines(report: Report) -> Vec<Vec<(&'static str, Cell)>> {
    let name = || ("username", Cell::Text("j.devries".to_owned()));
    match report {
        Report::Enrolment => Standing::ALL
            .map(|standing| {
                let words = Cell::Words(format!("desk_report-standing-{}", standing.as_str()));
                vec![
                    ("standing", words),
                    ("day", Cell::Count(3)),
                    ("week", Cell::Count(2)),
                    ("month", Cell::Count(1)),
                    ("longer", Cell::Count(0)),
                ]
            })
            .into(),
        Report::Unfinished => {
            let words = Cell::Words("desk_report-standing-sms_code".to_owned());
            vec![vec![
                name(),
                ("standing", words),
                ("added", Cell::Moment(Some(moment()))),
                ("since", Cell::Moment(Some(moment()))),
            ]]
        }
        Report::Dormant => {
            vec![vec![name(), ("added", Cell::Moment(Some(moment()))), ("last_login", Cell::Moment(None))]]
        }
        Report::Locked => vec![vec![
            name(),
            ("of", Cell::Words("desk-of-message".to_owned())),
            ("until", Cell::Moment(Some(moment()))),
        ]],
        Report::Messages => ["sms", "email"]
            .map(|channel| {
                let cost = if channel == "sms" { Cell::Text("12.30".to_owned()) } else { Cell::Unknown };
                let words = Cell::Words(format!("desk_report-channel-{channel}"));
                vec![
                    ("of_month", Cell::Text("2026-11".to_owned())),
                    ("channel", words),
                    ("gateway", Cell::Text("spryng".to_owned())),
                    ("messages", Cell::Count(164)),
                    ("euros", cost),
                ]
            })
            .into(),
    }
}
