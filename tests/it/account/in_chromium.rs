//! Every page of one's own account in a real Chromium, with scripts and without: as a person goes from one to the next.

use std::time::Duration;

use idp_core::account::{Change, EmailAddress};
use idp_core::audit::Code;
use idp_core::port::Clock;

use super::{at, ria};
use crate::support::patience::seen;
use crate::support::people::{Known, change, with_passkey};
use crate::support::virtual_authenticator::VirtualAuthenticator;
use crate::support::visitor::Visitor;
use crate::support::{PASSWORD, Server};

const CHOSEN: &str = "drie heel andere woorden";
const CHOSEN_AGAIN: &str = "nog eens vier nieuwe woorden";
const ADDRESS: &str = "nieuw@gemeente.nl";

/// What stands in the first mail to the new address in which there is such a word.
async fn mailed(server: &Server, which: impl Fn(&str) -> bool) -> String {
    seen("a mail to the new address", async || {
        let mails = server.mail.mails().into_iter().filter(|mail| mail["to"][0] == ADDRESS);
        let texts: Vec<_> = mails.filter_map(|mail| mail["text"].as_str().map(str::to_owned)).collect();
        texts.iter().flat_map(|text| text.split_whitespace()).find(|word| which(word)).map(str::to_owned)
    })
    .await
}

async fn every_page(scripts: bool) {
    let server = Server::start().await;
    let mut ria = ria(&server).await;
    with_passkey(&server, &ria).await;
    let visitor = Visitor::start(&server, scripts).await;
    let authenticator = VirtualAuthenticator::new(&visitor).await;
    visitor.open("/account").await;
    visitor.log_in(&ria, PASSWORD).await;
    visitor.on("/account").await;
    visitor.reads("1 authenticator-app").await;
    visitor.picture("20-account").await;

    apps(&visitor, &server, &mut ria).await;
    passkeys(&visitor).await;
    // From here on the person types, whatever the browser offers.
    authenticator.is_touched(false).await;
    recovery_codes(&visitor).await;
    contacts(&visitor, &server).await;
    sessions(&visitor, &server, &ria).await;
    password(&visitor, &server, &ria).await;
    not_me(&visitor, &server, &ria).await;

    assert_eq!(visitor.has_not_seen(&["/account", "/password"]), Vec::<&str>::new());
    visitor.leave().await;
}

/// Another app, which gets a name and is removed again.
async fn apps(visitor: &Visitor<'_>, server: &Server, ria: &mut Known) {
    visitor.follow("Authenticator-apps").await;
    visitor.on("/account/apps").await;
    visitor.follow("Een app toevoegen").await;
    visitor.on("/account/apps/new").await;
    visitor.press("Beginnen").await;
    let code = visitor.new_app().await.code_at(server.clock.now()).expect("a code");
    visitor.picture("21-app-toevoegen").await;
    visitor.fill("code", "000000").await;
    visitor.reads("De code klopt niet.").await;
    visitor.fill("code", &code).await;
    visitor.on("/account/apps").await;
    visitor.reads("De authenticator-app is toegevoegd.").await;
    visitor.follow("App zonder naam").await;
    visitor.on("/account/apps/app").await;
    visitor.fill("name", "Tablet").await;
    visitor.on("/account/apps").await;
    visitor.reads("De naam is opgeslagen.").await;
    visitor.picture("22-apps").await;
    visitor.follow("Tablet").await;
    visitor.on("/account/apps/app").await;
    visitor.press("Verwijderen").await;
    visitor.reads("De authenticator-app is verwijderd.").await;
    // Whichever of the two is left: it logs in from here on.
    ria.secret = Some(ria.account(server.provider()).await.authenticators[0].secret.clone());
    visitor.follow("Terug naar uw account").await;
    visitor.on("/account").await;
}

/// A passkey gets a name and is removed; another one can be made with scripts alone, and without them that is said.
async fn passkeys(visitor: &Visitor<'_>) {
    visitor.follow("Passkeys").await;
    visitor.on("/account/passkeys").await;
    visitor.follow("Passkey zonder naam").await;
    visitor.on("/account/passkeys/passkey").await;
    visitor.fill("name", "Laptop").await;
    visitor.on("/account/passkeys").await;
    visitor.reads("De naam is opgeslagen.").await;
    visitor.follow("Een passkey toevoegen").await;
    visitor.on("/account/passkeys/new").await;
    visitor.press("Beginnen").await;
    if visitor.scripts {
        visitor.press("Passkey maken").await;
        visitor.reads("De passkey is toegevoegd.").await;
        visitor.picture("23-passkeys").await;
    } else {
        visitor.reads("Misschien staat JavaScript uit.").await;
        visitor.follow("Terug naar uw passkeys").await;
    }
    visitor.on("/account/passkeys").await;
    visitor.follow("Laptop").await;
    visitor.on("/account/passkeys/passkey").await;
    visitor.press("Verwijderen").await;
    visitor.reads("De passkey is verwijderd.").await;
}

async fn recovery_codes(visitor: &Visitor<'_>) {
    visitor.open("/account").await;
    visitor.follow("Herstelcodes").await;
    visitor.on("/account/recovery-codes").await;
    visitor.press("Tien codes maken").await;
    visitor.says("h1", "Bewaar uw herstelcodes").await;
    visitor.picture("24-herstelcodes").await;
    visitor.press("Ik heb de codes bewaard").await;
    visitor.reads("Uw herstelcodes zijn klaar.").await;
    visitor.reads("U hebt nog 10 herstelcodes.").await;
}

async fn contacts(visitor: &Visitor<'_>, server: &Server) {
    visitor.open("/account/phone").await;
    visitor.on("/account/phone").await;
    visitor.fill("phone", "hallo").await;
    visitor.reads("Dit is geen geldig telefoonnummer.").await;
    visitor.fill("phone", "06 87 65 43 21").await;
    let code = server.sms.code(1).await;
    visitor.reads("** ** ** 21").await;
    visitor.picture("25-telefoonnummer-wijzigen").await;
    visitor.fill("code", &code).await;
    visitor.reads("Uw telefoonnummer is gewijzigd.").await;
    visitor.open("/account/email").await;
    visitor.on("/account/email").await;
    visitor.fill("email", ADDRESS).await;
    let digits = |word: &str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    visitor.fill("code", &mailed(server, digits).await).await;
    visitor.reads("Uw e-mailadres is gewijzigd.").await;
}

async fn sessions(visitor: &Visitor<'_>, server: &Server, ria: &Known) {
    server.later(Duration::from_secs(60));
    let (elsewhere, _) = at(server, ria, "/account").await;
    visitor.open("/account").await;
    visitor.follow("Waar u bent ingelogd").await;
    visitor.on("/account/sessions").await;
    visitor.picture("26-waar-u-bent-ingelogd").await;
    visitor.press("Overal uitloggen, behalve hier").await;
    visitor.reads("U bent overal uitgelogd, behalve hier.").await;
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify");
}

/// A new password, after which the person logs in with it.
async fn password(visitor: &Visitor<'_>, server: &Server, ria: &Known) {
    visitor.open("/account").await;
    visitor.follow("Wachtwoord wijzigen").await;
    visitor.on("/account/password").await;
    visitor.type_in("current", PASSWORD).await;
    visitor.type_in("password", "kort").await;
    visitor.fill("again", "kort").await;
    visitor.find(".summary").await;
    visitor.picture("27-wachtwoord-wijzigen").await;
    visitor.type_in("current", PASSWORD).await;
    visitor.type_in("password", CHOSEN).await;
    visitor.fill("again", CHOSEN).await;
    visitor.on("/password/changed").await;
    server.later(Duration::from_secs(60));
    visitor.follow("Naar uw account").await;
    visitor.log_in(ria, CHOSEN).await;
    visitor.on("/account").await;
}

/// Somebody else logged in: everything ends, and a mail leads to a new password.
async fn not_me(visitor: &Visitor<'_>, server: &Server, ria: &Known) {
    visitor.follow("Wanneer u hebt ingelogd").await;
    visitor.on("/account/logins").await;
    visitor.reads("Met het wachtwoord en een tweede stap").await;
    visitor.picture("28-wanneer-u-hebt-ingelogd").await;
    visitor.follow("Dit was ik niet").await;
    visitor.on("/account/logins/not-me").await;
    visitor.picture("29-dit-was-ik-niet").await;
    visitor.press("Dit was ik niet").await;
    visitor.on("/logout/done").await;

    // The address was replaced just before, so no link goes there until the service desk has made sure of it.
    let address = EmailAddress::parse(ADDRESS).expect("an address");
    change(server.provider(), &ria.subject, Change::CorrectEmail(address), Code::EmailCorrected).await;
    visitor.open("/password/forgotten").await;
    visitor.on("/password/forgotten").await;
    visitor.picture("30-wachtwoord-vergeten").await;
    visitor.fill("username", ria.name.as_str()).await;
    visitor.on("/password/sent").await;
    let link = mailed(server, |word| word.contains("/password/")).await;
    visitor.driver.goto(link).await.expect("the page of the link");
    visitor.on("/password/{token}").await;
    visitor.type_in("password", CHOSEN_AGAIN).await;
    visitor.fill("again", CHOSEN_AGAIN).await;
    visitor.on("/password/changed").await;
    server.later(Duration::from_secs(60));
    visitor.follow("Naar uw account").await;
    visitor.log_in(ria, CHOSEN_AGAIN).await;
    visitor.on("/account").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_scripts() {
    every_page(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts() {
    every_page(false).await;
}
