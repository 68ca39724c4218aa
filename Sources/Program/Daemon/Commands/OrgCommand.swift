internal import Access
internal import Reactor

/// `headgate org ...`: organisations and who belongs to them, on the store itself, whether a server runs or not.
public enum OrgCommand {
    /// Flags besides those of the configuration.
    public static func flagNames(of verb: String) -> Set<String> {
        let own: Set<String> =
            switch verb {
            case "create": ["--name"]
            case "rename": ["--org", "--name"]
            case "add", "role": ["--org", "--role"]
            case "members", "remove": ["--org"]
            default: []
            }
        return own.union(ServerConfiguration.flagNames)
    }

    public static func run(_ verb: String, _ arguments: CommandArguments) async throws(DaemonError) {
        switch verb {
        case "create": try await create(arguments)
        case "list": try await list(arguments)
        case "rename": try await rename(arguments)
        case "delete": try await delete(arguments)
        case "members": try await members(arguments)
        case "add": try await add(arguments)
        case "role": try await changeRole(arguments)
        case "remove": try await remove(arguments)
        default: throw .usage(.unknownCommand("org \(verb)"))
        }
    }

    // MARK: Organisations

    /// Prints the new organisation's id.
    private static func create(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let name = try arguments.required("--name")
        let made = try await asking(arguments) { (context, identity) async throws(AccessError) in
            try await OrganizationService(context).create(name, by: identity)
        }
        StandardStream.output.write("\(made.id)\n")
    }

    /// A line each: id and name.
    private static func list(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let all = try await asking(arguments) { (context, identity) async throws(AccessError) in
            try OrganizationService(context).list(by: identity)
        }
        for organization in all { StandardStream.output.write("\(organization.id)\t\(organization.name)\n") }
    }

    private static func rename(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let (id, name) = (try arguments.orgID(), try arguments.required("--name"))
        try await asking(arguments) { (context, identity) async throws(AccessError) in
            try await OrganizationService(context).update(id: id, OrganizationChange(name: name), by: identity)
        }
    }

    /// With everything that belongs to it.
    private static func delete(_ arguments: CommandArguments) async throws(DaemonError) {
        let wanted = try arguments.onlyWord("the organisation's id")
        guard let id = Int64(wanted) else {
            throw .usage(.invalidValue(flag: wanted, problem: "is not an organisation's id"))
        }
        try await asking(arguments) { (context, identity) async throws(AccessError) in
            try await OrganizationService(context).delete(id: id, by: identity)
        }
        StandardStream.error.write("deleted organisation \(id)\n")
    }

    // MARK: Members

    /// A line each: user id, role, login.
    private static func members(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let orgID = try arguments.orgID()
        let members = try await asking(arguments) { (context, identity) async throws(AccessError) in
            try MembershipService(context).members(of: orgID, by: identity)
        }
        for user in members {
            StandardStream.output.write("\(user.id)\t\(user.role(in: orgID).rawValue)\t\(user.login)\n")
        }
    }

    private static func add(_ arguments: CommandArguments) async throws(DaemonError) {
        let (login, orgID) = (try arguments.onlyWord("the user's login"), try arguments.orgID())
        let role = try arguments.role()
        _ = try await asking(arguments) { (context, identity) async throws(AccessError) in
            try await MembershipService(context).add(login, role: role, to: orgID, by: identity)
        }
    }

    private static func changeRole(_ arguments: CommandArguments) async throws(DaemonError) {
        let (login, orgID) = (try arguments.onlyWord("the user's login"), try arguments.orgID())
        let role = try arguments.role()
        try await asking(arguments) { (context, identity) async throws(AccessError) in
            let user = try UserService(context).find(login: login, by: identity)
            try await MembershipService(context).change(userID: user.id, role: role, in: orgID, by: identity)
        }
    }

    private static func remove(_ arguments: CommandArguments) async throws(DaemonError) {
        let (login, orgID) = (try arguments.onlyWord("the user's login"), try arguments.orgID())
        try await asking(arguments) { (context, identity) async throws(AccessError) in
            let user = try UserService(context).find(login: login, by: identity)
            try await MembershipService(context).remove(userID: user.id, from: orgID, by: identity)
        }
    }

    private static func asking<Answer>(
        _ arguments: CommandArguments,
        _ question: (AccessContext, Identity) async throws(AccessError) -> Answer
    ) async throws(DaemonError) -> Answer {
        try await PeopleSession.open(arguments).ask(question)
    }
}
