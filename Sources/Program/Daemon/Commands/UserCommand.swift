internal import Access
internal import Reactor

/// `headgate user ...`: accounts of people, on the store itself, whether a server runs or not.
public enum UserCommand {
    /// Flags besides those of the configuration.
    public static func flagNames(of verb: String) -> Set<String> {
        let own: Set<String> =
            switch verb {
            case "create": ["--login", "--email", "--name", "--org"]
            case "admin": ["--grant"]
            default: []
            }
        return own.union(ServerConfiguration.flagNames)
    }

    public static func run(_ verb: String, _ arguments: CommandArguments) async throws(DaemonError) {
        switch verb {
        case "create": try await create(arguments)
        case "list": try await list(arguments)
        case "password": try await setPassword(arguments)
        case "admin": try await change(arguments, .serverAdmin(try arguments.flag("--grant")))
        case "disable": try await change(arguments, .disabled(true))
        case "enable": try await change(arguments, .disabled(false))
        case "delete": try await delete(arguments)
        default: throw .usage(.unknownCommand("user \(verb)"))
        }
    }

    /// Prints the password, alone on standard output, when it was made up.
    private static func create(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let profile = UserProfile(
            login: try arguments.required("--login"), email: try arguments.value(of: "--email") ?? "",
            name: try arguments.value(of: "--name") ?? "")
        let orgID = try arguments.value(of: "--org") == nil ? nil : try arguments.orgID()
        let session = try await PeopleSession.open(arguments)
        let password = try NewPassword.take()
        let user = try await session.ask { (context, identity) async throws(AccessError) in
            try await UserService(context).create(profile, passwordHash: password.hash, orgID: orgID, by: identity)
        }
        StandardStream.error.write("made user \(user.id)\n")
        if let shown = password.shown { StandardStream.output.write(shown + "\n") }
    }

    /// A line each: id, state, login, e-mail address.
    private static func list(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let session = try await PeopleSession.open(arguments)
        let users = try await session.ask { (context, identity) async throws(AccessError) in
            try UserService(context).search("", by: identity)
        }
        for user in users {
            let state = user.isDisabled ? "disabled" : user.isServerAdmin ? "admin" : "user"
            StandardStream.output.write("\(user.id)\t\(state)\t\(user.login)\t\(user.email)\n")
        }
    }

    private static func setPassword(_ arguments: CommandArguments) async throws(DaemonError) {
        let password = try NewPassword.take()
        try await change(arguments, .password(password.hash))
        if let shown = password.shown { StandardStream.output.write(shown + "\n") }
    }

    private static func change(_ arguments: CommandArguments, _ change: UserChange) async throws(DaemonError) {
        let login = try arguments.onlyWord("the user's login")
        let session = try await PeopleSession.open(arguments)
        try await session.ask { (context, identity) async throws(AccessError) in
            let users = UserService(context)
            let user = try users.find(login: login, by: identity)
            try await users.change(id: user.id, change, by: identity)
        }
        StandardStream.error.write("changed user \(login)\n")
    }

    private static func delete(_ arguments: CommandArguments) async throws(DaemonError) {
        let login = try arguments.onlyWord("the user's login")
        let session = try await PeopleSession.open(arguments)
        try await session.ask { (context, identity) async throws(AccessError) in
            let users = UserService(context)
            try await users.delete(id: try users.find(login: login, by: identity).id, by: identity)
        }
        StandardStream.error.write("deleted user \(login)\n")
    }
}
