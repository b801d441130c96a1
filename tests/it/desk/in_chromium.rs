//! Every page of the service desk in a real Chromium, with scripts and without: a new phone, and what one does not do alone.

use idp_core::account::Role;

use super::{REASON, TICKET, jan, member};
use crate::support::people::Known;
use crate::support::visitor::Visitor;
use crate::support::{PASSWORD, Person, Server};

async fn every_page(scripts: bool) {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let els = member(&server, "els", Role::Desk).await;
    let ada = member(&server, "ada", Role::Administrator).await;
    let bea = member(&server, "bea", Role::Administrator).await;
    let ria = Person::named("ria").phone("+31612345679").enrolled().add(server.provider()).await;
    let visitor = Visitor::start(&server, scripts).await;
    visitor.open("/desk").await;
    visitor.log_in(&els, PASSWORD).await;
    a_new_phone(&visitor, &jan).await;
    history(&visitor, &jan).await;

    visitor.at_another_computer().await;
    visitor.open("/desk").await;
    visitor.log_in(&ada, PASSWORD).await;
    ask_a_colleague(&visitor, &els).await;
    reports(&visitor).await;
    in_english(&visitor).await;

    visitor.at_another_computer().await;
    visitor.open("/desk/requests").await;
    visitor.log_in(&bea, PASSWORD).await;
    approve(&visitor, &els).await;
    // It lies in the browser's downloads and is no page; `desk/reports.rs` reads it.
    assert_eq!(visitor.has_not_seen(&["/desk"]), ["/desk/reports/csv"]);

    // Who has no role is told so.
    visitor.at_another_computer().await;
    visitor.open("/desk").await;
    visitor.log_in(&ria, PASSWORD).await;
    visitor.says("h1", "U mag dit niet").await;
    visitor.leave().await;
}

/// Somebody calls who has a new phone.
async fn a_new_phone(visitor: &Visitor<'_>, jan: &Known) {
    visitor.on("/desk").await;
    visitor.picture("40-servicedesk").await;
    visitor.fill("term", "x").await;
    visitor.reads("Vul minstens twee letters of vier cijfers in.").await;
    visitor.fill("term", jan.name.as_str()).await;
    visitor.says("h1", "Gevonden personen").await;
    visitor.picture("41-gevonden").await;
    visitor.follow(jan.name.as_str()).await;
    visitor.on("/desk/person").await;
    visitor.reads("Alles is ingesteld").await;
    visitor.picture("42-persoon").await;
    visitor.follow("App verwijderen").await;
    visitor.on("/desk/act").await;
    visitor.fill("ticket", TICKET).await;
    visitor.reads("Vul een reden in").await;
    visitor.type_in("reason", REASON).await;
    visitor.picture("43-app-verwijderen").await;
    visitor.fill("ticket", TICKET).await;
    visitor.says("h1", "Vertel deze code").await;
    assert_eq!(visitor.text("code.key").await.replace(' ', "").len(), 6);
    visitor.picture("44-code-vertellen").await;
    visitor.follow("Terug naar").await;
    visitor.on("/desk/person").await;
    visitor.reads("eerst een code van u nodig").await;
}

async fn history(visitor: &Visitor<'_>, jan: &Known) {
    visitor.follow("Alles wat er met dit account is gebeurd").await;
    visitor.on("/desk/history").await;
    visitor.reads(TICKET).await;
    visitor.picture("45-wat-er-is-gebeurd").await;
    visitor.follow(&format!("Terug naar {}", jan.name)).await;
    visitor.on("/desk/person").await;
}

/// On the account of somebody of the desk nobody acts alone.
async fn ask_a_colleague(visitor: &Visitor<'_>, els: &Known) {
    visitor.on("/desk").await;
    visitor.fill("term", els.name.as_str()).await;
    visitor.follow(els.name.as_str()).await;
    visitor.on("/desk/person").await;
    visitor.reads("na goedkeuring door een collega").await;
    visitor.follow("Telefoonnummer corrigeren").await;
    visitor.on("/desk/act").await;
    visitor.type_in("value", "06 87 65 43 21").await;
    visitor.type_in("reason", REASON).await;
    visitor.fill("ticket", TICKET).await;
    visitor.on("/desk/person").await;
    visitor.reads("Dit wacht op een collega").await;
    visitor.picture("46-wacht-op-een-collega").await;
}

async fn reports(visitor: &Visitor<'_>) {
    visitor.open("/desk").await;
    visitor.follow("Rapporten").await;
    for (report, says) in [
        ("Hoe ver is iedereen?", "Stap"),
        ("Wie is nog niet klaar?", "Gebruikersnaam"),
        ("Wie logt niet meer in?", "Er is niets te melden."),
        ("Wie moet wachten?", "Er is niets te melden."),
        ("Berichten en kosten", "Kosten in euro"),
    ] {
        visitor.on("/desk/reports").await;
        visitor.picture("47-rapporten").await;
        visitor.follow(report).await;
        visitor.on("/desk/reports/report").await;
        visitor.reads(says).await;
        if report == "Hoe ver is iedereen?" {
            visitor.find("a[href='/desk/reports/csv?report=enrolment']").await;
            visitor.picture("48-hoe-ver-is-iedereen").await;
        }
        visitor.follow("Terug naar de rapporten").await;
    }
}

/// The reports in English, for the guide of administrators.
async fn in_english(visitor: &Visitor<'_>) {
    visitor.on("/desk/reports").await;
    visitor.click("a.language[lang=en]").await;
    visitor.says("h1", "Reports").await;
    visitor.picture("60-reports").await;
    visitor.click("a.language[lang=nl]").await;
    visitor.says("h1", "Rapporten").await;
}

async fn approve(visitor: &Visitor<'_>, els: &Known) {
    visitor.on("/desk/requests").await;
    visitor.follow("Bekijken en beslissen").await;
    visitor.on("/desk/request").await;
    for words in ["ada", REASON, TICKET, "+31687654321"] {
        visitor.reads(words).await;
    }
    visitor.picture("49-een-collega-vraagt").await;
    visitor.press("Goedkeuren en uitvoeren").await;
    visitor.on("/desk/person").await;
    visitor.says("h1", els.name.as_str()).await;
    visitor.reads("Het telefoonnummer is gewijzigd.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_scripts() {
    every_page(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts() {
    every_page(false).await;
}
