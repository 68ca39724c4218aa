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
        case "user":
            let (verb, words) = try verb(rest, of: "user", UserCommand.flagNames)
            try await UserCommand.run(verb, words)
        case "org":
            let (verb, words) = try verb(rest, of: "org", OrgCommand.flagNames)
            try await OrgCommand.run(verb, words)
        case "team":
            let (verb, words) = try verb(rest, of: "team", TeamCommand.flagNames)
            try await TeamCommand.run(verb, words)
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

    /// The word behind a command that has several, and what follows it.
    private static func verb(
        _ arguments: [String], of command: String, _ flagNames: (String) -> Set<String>
    ) throws(DaemonError) -> (String, CommandArguments) {
        let verb = arguments.first ?? ""
        let known = flagNames(verb)
        return (verb, try CommandArguments(Array(arguments.dropFirst()), of: "\(command) \(verb)", known: known))
    }

    private static func options(_ arguments: [String], of command: String) throws(DaemonError) -> CommandArguments {
        try CommandArguments(arguments, of: command, known: ServerConfiguration.flagNames)
    }
}
