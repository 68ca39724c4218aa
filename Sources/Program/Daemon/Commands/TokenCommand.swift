internal import Access
internal import Reactor
internal import Store

/// `headgate token create|list|revoke`: on the store itself, whether a server runs or not.
public enum TokenCommand {
    private static let createFlags: Set<String> = ["--name", "--role", "--expires"]

    /// Flags besides those of the configuration.
    public static func flagNames(of verb: String) -> Set<String> {
        let own: Set<String> = verb == "create" ? createFlags.union(["--org"]) : ["--org"]
        return own.union(ServerConfiguration.flagNames)
    }

    /// Prints the new token, alone on standard output, this once.
    public static func create(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let request = try request(arguments)
        let identity = Identity.serverOperator(orgID: try arguments.orgID())
        let store = try StoreSession.openOrMake(try ServerConfiguration(ofProcess: arguments.flags))
        defer { store.stop() }
        do { try await store.ensureOrganization(id: 1, name: "Main Org.") } catch { throw .store(error) }
        let made = try await asking { () async throws(AccessError) in
            try await service(store).create(request, by: identity)
        }
        StandardStream.output.write(made.text + "\n")
    }

    /// A line each: id, role, expiry, name.
    public static func list(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let identity = Identity.serverOperator(orgID: try arguments.orgID())
        let store = try StoreSession.open(try ServerConfiguration(ofProcess: arguments.flags))
        defer { store.stop() }
        let tokens = try await asking { () async throws(AccessError) in try await service(store).list(by: identity) }
        let now = Kernel.linux.unixSeconds
        StandardStream.output.write(tokens.map { TokenLine.text(of: $0, now: now) }.joined())
    }

    public static func revoke(_ arguments: CommandArguments) async throws(DaemonError) {
        let wanted = try arguments.onlyWord("the token's name or id")
        let identity = Identity.serverOperator(orgID: try arguments.orgID())
        let store = try StoreSession.open(try ServerConfiguration(ofProcess: arguments.flags))
        defer { store.stop() }
        let service = service(store)
        let all = try await asking { () async throws(AccessError) in try await service.list(by: identity) }
        let matches = all.filter { $0.name == wanted || String($0.id) == wanted }
        guard let token = matches.first else { throw .noSuchToken(wanted) }
        guard matches.count == 1 else { throw .ambiguousToken(wanted) }
        try await asking { () async throws(AccessError) in try await service.revoke(id: token.id, by: identity) }
        StandardStream.error.write("revoked token \(token.id)\n")
    }

    /// No worker is in this process, so nobody has to be waited for.
    private static func service(_ store: SQLiteStore) -> TokenService {
        TokenService(store: store, now: { Kernel.linux.unixSeconds }, settled: {})
    }

    private static func asking<Answer>(
        _ question: () async throws(AccessError) -> Answer
    ) async throws(DaemonError) -> Answer {
        do throws(AccessError) { return try await question() } catch { throw .access(error) }
    }

    private static func request(_ arguments: CommandArguments) throws(DaemonError) -> TokenRequest {
        let name = try arguments.required("--name")
        let role = try arguments.role()
        var request = TokenRequest(name: name, role: role, shape: .serviceAccount)
        if let text = try arguments.value(of: "--expires") {
            guard let seconds = Lifetime.seconds(text) else {
                throw .usage(.invalidValue(flag: "--expires", problem: "is not a time such as 12h, 30d or 8w"))
            }
            request.expiresAt = Kernel.linux.unixSeconds + seconds
        }
        return request
    }
}
