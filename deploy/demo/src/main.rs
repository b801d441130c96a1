//! `cargo run -p demo`: everything on this machine, nothing to install, nothing left behind.

use std::process::ExitCode;

use clap::Parser;
use demo::Demo;
use demo::people::{PASSWORD, PEOPLE};
use demo::relying_party::Fault;
use sluis::start::World;

/// Sluis with two applications of KOOP beside it, to try the login.
///
/// Everything is kept in a folder that is thrown away. No SMS or mail leaves this machine: what would be sent is shown on
/// a page. Stop it with Ctrl-C.
#[derive(Parser)]
#[command(name = "demo")]
struct Arguments {
    /// The port of Sluis. The applications are on the next one.
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..65535))]
    port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            explain(&fault);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is what the demo is for")]
async fn run(arguments: &Arguments) -> Result<(), Fault> {
    let demo = Demo::start(arguments.port, arguments.port + 1, World::real()).await?;
    greet(&demo);
    // Where Ctrl-C cannot be heard, the operating system ends the process anyway.
    let _ = tokio::signal::ctrl_c().await;
    demo.stop().await;
    println!("\nStopped; the folder of the demo is gone.");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is what the demo is for")]
fn greet(demo: &Demo) {
    let Demo { issuer, base, .. } = demo;
    println!("Sluis runs at {issuer}\n");
    println!("  Begin here     {base}");
    println!("  SMS and mail   {base}/outbox   ({base}/outbox.json)");
    println!("  The app        {base}/authenticator");
    println!("  One's account  {issuer}/account");
    println!("  Service desk   {issuer}/desk\n");
    println!("People (name / password   what is special):");
    for person in PEOPLE {
        println!("  {} / {PASSWORD}   {}", person.name, person.special);
    }
    println!("\nCtrl-C stops it.");
}

#[expect(clippy::print_stderr, reason = "why the demo does not run")]
fn explain(fault: &Fault) {
    eprintln!("error: {fault}");
    let mut source = fault.source();
    while let Some(error) = source {
        eprintln!("  because {error}");
        source = error.source();
    }
}
