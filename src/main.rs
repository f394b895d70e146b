fn main() -> std::process::ExitCode {
    ipledger::cli::main()
}
