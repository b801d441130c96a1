//! The configuration of the demo: the files that a real installation would have, in a folder of its own.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use idp_adapters::sealing::MasterKeys;
use idp_core::assurance::{AcrNames, Level};
use idp_core::id::Bearer;
use idp_core::id::of::Browser;
use idp_core::port::Rng;

use crate::relying_party::Registration;

/// The two applications: one at the higher level, one at the lower, so that a step-up can be tried.
pub fn applications(rng: &dyn Rng) -> [(Registration, Level); 2] {
    let registration = |id: &str, name: &str, about: &str| Registration {
        id: id.to_owned(),
        name: name.to_owned(),
        about: about.to_owned(),
        secret: Some(Bearer::<Browser>::generate(rng).reveal()),
    };
    [
        (
            registration("drop", "DROP", "Bekendmakingen publiceren. Vraagt het wachtwoord en de authenticator-app."),
            Level::Mfa,
        ),
        (
            registration(
                "leesplank",
                "Leesplank",
                "Concepten lezen. Het wachtwoord is genoeg; ga daarna naar DROP om te zien dat alleen de code nog wordt gevraagd.",
            ),
            Level::Password,
        ),
    ]
}

/// Writes `sluis.yaml`, the clients and the secrets.
pub fn write(
    folder: &Path,
    port: u16,
    site: &str,
    applications: &[(Registration, Level)],
    rng: &dyn Rng,
) -> io::Result<()> {
    for name in ["clients", "secrets", "data"] {
        fs::DirBuilder::new().mode(0o700).create(folder.join(name))?;
    }
    secret(&folder.join("secrets/master.key"), &MasterKeys::generate(rng))?;
    let main = format!(
        "version: 1\nenvironment: demo\nissuer: http://localhost:{port}\nlisten: 127.0.0.1:{port}\n\
         database: {{url: 'sqlite:data/sluis.db'}}\nmaster_key_file: secrets/master.key\ntheme: koop\nclients: clients/*.yaml\n"
    );
    fs::write(folder.join("sluis.yaml"), main)?;
    for (registration, level) in applications {
        let id = &registration.id;
        secret(&folder.join(format!("secrets/{id}.secret")), registration.secret.as_deref().unwrap_or_default())?;
        let client = format!(
            "client_id: {id}\nclient_name: {}\nredirect_uris: ['{site}/{id}/callback']\npost_logout_redirect_uris: ['{site}/']\n\
             token_endpoint_auth_method: client_secret_basic\nclient_secret_files: [../secrets/{id}.secret]\n\
             grant_types: [authorization_code]\nscope: openid profile email\nminimum_acr: {}\n",
            registration.name,
            AcrNames::default().of(*level),
        );
        fs::write(folder.join(format!("clients/{id}.yaml")), client)?;
    }
    Ok(())
}

fn secret(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}
