//! Faults of the real parts, made on purpose: a node that is killed, a PostgreSQL that stops, hangs or is slow, a Redis that is
//! killed, a wire that breaks at any question, a disk that is full, gateways that misbehave, and what operators do to a server that runs. After each of them
//! nothing is lost, nothing that was consumed comes back, and the person can go on or begin again.

mod each_question;
mod full_disk;
mod imports;
mod killed_node;
mod messages;
mod operator;
mod postgres;
mod redis;
mod rolling;
