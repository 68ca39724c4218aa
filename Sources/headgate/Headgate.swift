internal import Daemon
internal import Glibc

/// The executable: picks the command, says what went wrong.
@main
struct Headgate {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = CommandRun.run(serves: arguments.first == "serve") { () async throws(DaemonError) in
            try await run(arguments)
        }
        exit(code)
    }

    private static func run(_ arguments: [String]) async throws(DaemonError) {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "serve": try await ServeCommand.run(try options(rest, of: "serve"))
        case "token": try await token(rest)
        case "check": try await CheckCommand.run(try options(rest, of: "check"))
        case "config": try ConfigCommand.run(try options(rest, of: "config"))
        case "version", "--version": HelpCommand.version()
        case "help", "--help", "-h", nil: HelpCommand.run()
        case let name?: throw .usage(.unknownCommand(name))
        }
    }

    private static func token(_ arguments: [String]) async throws(DaemonError) {
        let verb = arguments.first ?? ""
        let rest = Array(arguments.dropFirst())
        let parse = { () throws(DaemonError) in
            try CommandArguments(rest, of: "token \(verb)", known: TokenCommand.flagNames(of: verb))
        }
        switch verb {
        case "create": try await TokenCommand.create(try parse())
        case "list": try await TokenCommand.list(try parse())
        case "revoke": try await TokenCommand.revoke(try parse())
        default: throw .usage(.unknownCommand("token \(verb)"))
        }
    }

    private static func options(_ arguments: [String], of command: String) throws(DaemonError) -> CommandArguments {
        try CommandArguments(arguments, of: command, known: ServerConfiguration.flagNames)
    }
}
