//! What every store of consents must do.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::Log;
use super::race::at_once;
use super::samples::{client, event, grant, session};
use crate::audit::Code;
use crate::client::ClientId;
use crate::id::{AuthorizationCode, Subject};
use crate::lifetimes;
use crate::oidc::consent::Consent;
use crate::oidc::grant::Grant;
use crate::port::{Answer, Consents, Grants, Rng};

/// The promises of [`Consents`], beside the store of the grants that end with a consent. `rng` draws names that nobody used
/// before.
pub async fn suite(
    store: Arc<dyn Consents>,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    it_grows_and_is_of_one_person_and_one_client(&*store, log, rng, now).await?;
    it_ends_with_its_grants(&*store, grants, log, rng, now).await?;
    of_many_at_once_nothing_is_lost(store, rng, now).await
}

fn consent(scope: &str, claims: &[&str]) -> Consent {
    Consent { scope: scope.into(), claims: claims.iter().map(|name| (*name).to_owned()).collect() }
}

async fn remember(
    store: &dyn Consents,
    person: &Subject,
    client: &ClientId,
    agreed: &Consent,
    now: Timestamp,
) -> Answer<()> {
    store.remember(person, client, agreed, event(Code::ConsentGiven, person, now)).await
}

async fn it_grows_and_is_of_one_person_and_one_client(
    store: &dyn Consents,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, els) = (Subject::generate(rng), Subject::generate(rng));
    let (here, elsewhere) = (client("here"), client("elsewhere"));
    assert!(store.given(&jan, &here).await?.is_empty(), "nobody agreed to anything before they did");
    remember(store, &jan, &here, &consent("openid email", &["name"]), now).await?;
    remember(store, &jan, &here, &consent("openid phone", &["name", "birthdate"]), now).await?;
    let all = consent("openid email phone", &["name", "birthdate"]);
    assert_eq!(store.given(&jan, &here).await?, all, "the second adds to the first");
    assert!(store.given(&els, &here).await?.is_empty(), "another person is asked for themselves");
    assert!(store.given(&jan, &elsewhere).await?.is_empty(), "and another client asks for itself");
    // A claim and a value of the scope that have one name are two things.
    remember(store, &jan, &elsewhere, &consent("openid", &["email"]), now).await?;
    let both = BTreeMap::from([(here, all), (elsewhere, consent("openid", &["email"]))]);
    assert_eq!(store.all_of(&jan).await?, both);
    assert!(store.all_of(&els).await?.is_empty());
    assert_eq!(log.about(&jan).await?, vec![Code::ConsentGiven.as_str(); 3], "each time is on record");
    Ok(())
}

async fn it_ends_with_its_grants(
    store: &dyn Consents,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (here, elsewhere) = (client("here"), client("elsewhere"));
    let jan = session(rng, now);
    let els = session(rng, now);
    let issue = async |grant: Grant| {
        let code = AuthorizationCode::generate(rng).digest();
        let issued = event(Code::GrantIssued, &grant.subject, now);
        grants.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await?;
        Answer::Ok(grant.id)
    };
    let plain = issue(Grant { client: here.clone(), ..grant(rng, &jan, now) }).await?;
    let offline = Grant { client: here.clone(), scope: "openid offline_access".into(), ..grant(rng, &jan, now) };
    let offline = issue(offline).await?;
    let other_client = issue(Grant { client: elsewhere.clone(), ..grant(rng, &jan, now) }).await?;
    let other_person = issue(Grant { client: here.clone(), ..grant(rng, &els, now) }).await?;

    let (jan, els) = (jan.subject, els.subject);
    let revoke = async |person: &Subject| store.revoke(person, &here, event(Code::ConsentRevoked, person, now)).await;
    assert!(!revoke(&jan).await?, "there is nothing to take back yet");
    assert!(grants.live(&plain).await?.is_some(), "so nothing changes");
    for (person, client) in [(&jan, &here), (&jan, &elsewhere), (&els, &here)] {
        remember(store, person, client, &consent("openid", &[]), now).await?;
    }
    assert!(revoke(&jan).await?);
    assert!(store.given(&jan, &here).await?.is_empty());
    assert!(grants.live(&plain).await?.is_none() && grants.live(&offline).await?.is_none());
    assert!(grants.live(&other_client).await?.is_some() && !store.given(&jan, &elsewhere).await?.is_empty());
    assert!(grants.live(&other_person).await?.is_some() && !store.given(&els, &here).await?.is_empty());
    assert!(!revoke(&jan).await?, "once");
    let told = log.about(&jan).await?;
    assert_eq!(told.iter().filter(|code| *code == Code::ConsentRevoked.as_str()).count(), 1);
    Ok(())
}

async fn of_many_at_once_nothing_is_lost(store: Arc<dyn Consents>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (person, here) = (Subject::generate(rng), client("here"));
    let scopes = ["openid email", "openid phone", "openid profile", "openid address"];
    for scope in scopes {
        at_once(5, || {
            let (store, person, here) = (Arc::clone(&store), person.clone(), here.clone());
            async move { remember(&*store, &person, &here, &consent(scope, &["name"]), now).await }
        })
        .await?;
    }
    let all = consent("openid email phone profile address", &["name"]);
    assert_eq!(store.given(&person, &here).await?, all);
    Ok(())
}
