//! The program `sluis`. What it can do stands in the library, where tests reach it.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    sluis::cli::run().await
}
