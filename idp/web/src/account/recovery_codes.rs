//! One's own recovery codes. The answer to the POST that makes them is the one page that shows them: nothing is kept from which
//! another page could.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::account::RecoveryCode;
use idp_core::own::Said;
use idp_themes::page::own::Content;

use super::{act, go, page};
use crate::Web;
use crate::own::{self, Age, Turned};
use crate::request::Context;

/// The page.
pub(crate) const CODES: &str = "/account/recovery-codes";
/// Where the person says that they kept them.
pub(crate) const KEPT: &str = "/account/recovery-codes/kept";

/// `GET /account/recovery-codes`.
pub(crate) async fn show(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, CODES, Age::Fresh).await?;
    Ok(page(&web, &context, Content::RecoveryCodes { left: visitor.account.recovery_codes }))
}

/// `POST /account/recovery-codes`.
pub(crate) async fn make(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, CODES, Age::Filled).await?;
    let Some(codes) = act(&web, &context, visitor).make_recovery_codes().await? else {
        return Ok(go(CODES, Said::Changed));
    };
    let codes = codes.iter().map(RecoveryCode::groups).collect();
    Ok(page(&web, &context, Content::NewRecoveryCodes { codes }))
}

/// `POST /account/recovery-codes/kept`.
pub(crate) async fn kept(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, CODES, Age::Any).await?;
    Ok(go(CODES, act(&web, &context, visitor).kept_recovery_codes().await?))
}
