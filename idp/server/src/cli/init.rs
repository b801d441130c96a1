//! `sluis init`: a first configuration that is right as it is, with fresh keys and every key of it explained.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use idp_core::port::Rng;
use idp_core::provider::Issuer;
use url::Url;

use super::failure::Failure;
use super::output::say;

const SLUIS: &str = include_str!("init/sluis.yaml");
const CLIENT: &str = include_str!("init/client.yaml");
const GITIGNORE: &str = "# Never in version control: keys, and what people trust us with.\nsecrets/\ndata/\n";

/// Write a first configuration
#[derive(Args)]
pub(super) struct Init {
    /// The directory; it is made if it is not there, and must be empty if it is
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The issuer: the origin at which browsers reach Sluis
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080", value_parser = issuer)]
    issuer: Issuer,
}

fn issuer(written: &str) -> Result<Issuer, String> {
    Issuer::parse(written).map_err(|fault| format!("the issuer {fault}"))
}

impl Init {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = self.directory.as_path();
        if fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Failure::Usage(format!("{} is not empty: nothing was written", directory.display())));
        }
        self.write(directory)
            .map_err(|error| Failure::because(&format!("cannot write {}", directory.display()), &error))?;
        say(&next_steps(directory));
        Ok(())
    }

    fn write(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory.join("clients"))?;
        private_directory(&directory.join("secrets"))?;
        private_directory(&directory.join("data"))?;
        private_file(&directory.join("secrets/master.key"), &MasterKeys::generate(&SystemRng))?;
        private_file(&directory.join("secrets/example.secret"), &client_secret(&SystemRng))?;
        fs::write(directory.join("sluis.yaml"), self.sluis_yaml())?;
        fs::write(directory.join("clients/example.yaml"), CLIENT)?;
        fs::write(directory.join(".gitignore"), GITIGNORE)
    }

    fn sluis_yaml(&self) -> String {
        // Without TLS the issuer is this machine, and it is reached at its own port; otherwise a proxy stands in front.
        let port = Url::parse(self.issuer.as_str()).ok().and_then(|url| url.port_or_known_default());
        let (environment, port) = match self.issuer.is_https() {
            true => ("production", 8080),
            false => ("development", port.unwrap_or(8080)),
        };
        SLUIS
            .replace("@ENVIRONMENT@", environment)
            .replace("@ISSUER@", self.issuer.as_str())
            .replace("@PORT@", &port.to_string())
    }
}

/// 256 random bits in hexadecimal.
fn client_secret(rng: &dyn Rng) -> String {
    let mut bytes = [0; 32];
    rng.fill(&mut bytes);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    hex + "\n"
}

fn private_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private_file(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn next_steps(directory: &Path) -> String {
    let directory = directory.display();
    format!(
        "{directory} has a first configuration. Next:\n\n  \
         cd {directory}\n  \
         sluis check                    is the configuration right?\n  \
         sluis user add jan             add a person\n  \
         sluis user set-password jan    and a password\n  \
         sluis serve\n\n\
         Keep a copy of secrets/master.key in a safe place: without it the database cannot be read.\n\
         Every key is explained in sluis.yaml. Codes are sent as soon as mail and sms are filled in there."
    )
}
