internal import Access
internal import Reactor

/// `headgate team ...`: teams of one organisation, on the store itself, whether a server runs or not.
public enum TeamCommand {
    /// Flags besides those of the configuration.
    public static func flagNames(of verb: String) -> Set<String> {
        let own: Set<String> =
            switch verb {
            case "create": ["--org", "--name", "--email"]
            case "add", "remove": ["--org", "--team"]
            default: ["--org"]
            }
        return own.union(ServerConfiguration.flagNames)
    }

    public static func run(_ verb: String, _ arguments: CommandArguments) async throws(DaemonError) {
        switch verb {
        case "create": try await create(arguments)
        case "list": try await list(arguments)
        case "delete": try await delete(arguments)
        case "add": try await changeMember(arguments, isAdded: true)
        case "remove": try await changeMember(arguments, isAdded: false)
        default: throw .usage(.unknownCommand("team \(verb)"))
        }
    }

    /// Prints the new team's id.
    private static func create(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let (name, email) = (try arguments.required("--name"), try arguments.value(of: "--email") ?? "")
        let team = try await PeopleSession.open(arguments).ask { (context, identity) async throws(AccessError) in
            try await TeamService(context).create(name: name, email: email, by: identity)
        }
        StandardStream.output.write("\(team.id)\n")
    }

    /// A line each: id, members, name.
    private static func list(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let teams = try await PeopleSession.open(arguments).ask { (context, identity) async throws(AccessError) in
            try TeamService(context).search("", name: nil, by: identity)
        }
        for team in teams { StandardStream.output.write("\(team.id)\t\(team.members.count)\t\(team.name)\n") }
    }

    private static func delete(_ arguments: CommandArguments) async throws(DaemonError) {
        let wanted = try arguments.onlyWord("the team's name or id")
        try await PeopleSession.open(arguments).ask { (context, identity) async throws(AccessError) in
            let teams = TeamService(context)
            try await teams.delete(.id(try find(wanted, teams, identity).id), by: identity)
        }
        StandardStream.error.write("deleted team \(wanted)\n")
    }

    private static func changeMember(_ arguments: CommandArguments, isAdded: Bool) async throws(DaemonError) {
        let (login, wanted) = (try arguments.onlyWord("the user's login"), try arguments.required("--team"))
        try await PeopleSession.open(arguments).ask { (context, identity) async throws(AccessError) in
            let teams = TeamService(context)
            let team = try find(wanted, teams, identity)
            let user = try UserService(context).find(login: login, by: identity)
            if isAdded {
                try await teams.addMember(userID: user.id, to: .id(team.id), by: identity)
            } else {
                try await teams.removeMember(userID: user.id, from: .id(team.id), by: identity)
            }
        }
    }

    /// By name first: a name may look like an id.
    private static func find(
        _ wanted: String, _ teams: TeamService, _ identity: Identity
    ) throws(AccessError) -> TeamRecord {
        if let team = try teams.search("", name: wanted, by: identity).first { return team }
        return try teams.find(TeamReference(wanted), by: identity)
    }
}
