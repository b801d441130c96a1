//! May the application have what it asks? Only for applications whose file says that people are asked; it proves nothing. What
//! was agreed to before is not asked again, unless the application wants that (`prompt=consent`).

use async_trait::async_trait;

use crate::audit::Code;
use crate::claims;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Choice, Stop};
use crate::oidc::consent::Consent as Agreement;
use crate::oidc::scope::{KNOWN, Scope};
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct Consent;

#[async_trait]
impl Behaviour for Consent {
    fn kind(&self) -> &'static str {
        "consent"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.owes_consent { Check::Needed(Reason::NoConsent) } else { Check::NotNeeded }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.owes_consent = false;
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        // Only an application asks consent.
        let (asked, given) = match (turn.transaction.purpose.application(), &turn.account) {
            (Some(request), Some(account)) => {
                let given = turn.provider.ports.consents.given(&account.subject, &request.client).await?;
                (request.consent(), given)
            }
            _ => (Agreement::default(), Agreement::default()),
        };
        let new = asked.beyond(&given);
        Ok(if new.is_empty() {
            Screen::Consent { asked: asked.parts(), before: Vec::new() }
        } else {
            Screen::Consent { asked: new.parts(), before: asked.beyond(&new).parts() }
        })
    }

    async fn answer(&self, turn: &mut Turn<'_>, _form: &Form) -> Answer<Outcome> {
        // Nobody comes here without having logged in, for an application.
        let (Some(account), Some(request)) = (turn.account.clone(), turn.transaction.purpose.application()) else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        let agreed = request.consent();
        let mut event = turn.event(Code::ConsentGiven).with("scope", agreed.scope.to_string());
        if !agreed.claims.is_empty() {
            event = event.with("claims", agreed.claims.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
        }
        turn.provider.ports.consents.remember(&account.subject, &request.client, &agreed, event).await?;
        Ok(Outcome::Settled(Choice::Agreed(account.subject)))
    }

    fn samples(&self) -> Vec<Screen> {
        let scope = |text: &str| Agreement { scope: text.into(), ..Agreement::default() }.parts();
        let every = Agreement { scope: Scope::from(KNOWN.join(" ") + " documents.read"), ..Agreement::default() };
        let claims = claims::supported().filter(|name| *name != "sub").map(str::to_owned).collect();
        vec![
            Screen::Consent { asked: every.parts(), before: Vec::new() },
            Screen::Consent { asked: scope("phone offline_access"), before: scope("openid profile email") },
            Screen::Consent { asked: Agreement { claims, ..Agreement::default() }.parts(), before: scope("openid") },
        ]
    }
}
