//! Faults of the real parts, made on purpose: a node that is killed, a PostgreSQL that stops, hangs or is slow, a disk that is
//! full, gateways that misbehave, and what operators do to a server that runs. After each of them nothing is lost, nothing
//! that was consumed comes back, and the person can go on or begin again. Those of Redis are in `nodes.rs`.

mod full_disk;
mod killed_node;
mod messages;
mod operator;
mod postgres;
