/// Who a call is made as: a subject within one organisation. Everything that is decided is decided for one of these.
public struct Identity: Sendable, Equatable {
    public enum Subject: Sendable, Hashable {
        case user(Int64)
        case apiKey(Int64)
        case serviceAccount(Int64)
        /// A token in the shape of a service account's that stands alone: made on the command line.
        case token(Int64)
        /// Whoever runs commands on the server's own machine: the command line, provisioning.
        case serverOperator
    }

    public let subject: Subject
    public let login: String
    public let orgID: Int64
    public let role: Role
    public let isServerAdmin: Bool

    public init(subject: Subject, login: String, orgID: Int64, role: Role, isServerAdmin: Bool = false) {
        self.subject = subject
        self.login = login
        self.orgID = orgID
        self.role = role
        self.isServerAdmin = isServerAdmin
    }

    /// The identity of a user in the organisation that is current.
    public init(_ user: UserRecord) { self.init(user, in: user.orgID) }

    /// The identity of a user in an organisation: without a role where there is no membership, or no such organisation.
    public init(_ user: UserRecord, in orgID: Int64) {
        self.init(
            subject: .user(user.id), login: user.login, orgID: orgID, role: user.role(in: orgID),
            isServerAdmin: user.isServerAdmin)
    }

    /// The identity that a token stands for by itself.
    public init(_ token: TokenRecord) {
        let (subject, prefix): (Subject, String) =
            switch token.shape {
            case .apiKey: (.apiKey(token.id), "api-key")
            case .serviceAccount: (.token(token.id), "sa-\(token.orgID)")
            }
        self.init(subject: subject, login: "\(prefix)-\(token.name)", orgID: token.orgID, role: token.role)
    }

    /// The identity that a service account's tokens stand for.
    public init(_ account: ServiceAccountRecord) {
        self.init(
            subject: .serviceAccount(account.id), login: account.login, orgID: account.orgID, role: account.role)
    }

    /// The account, where this is a user.
    public var userID: Int64? {
        if case .user(let id) = subject { id } else { nil }
    }

    /// The account, where this is a service account.
    public var serviceAccountID: Int64? {
        if case .serviceAccount(let id) = subject { id } else { nil }
    }

    /// What grants name a user or a service account by.
    public var accountID: Int64? {
        switch subject {
        case .user(let id), .serviceAccount(let id): id
        case .apiKey, .token, .serverOperator: nil
        }
    }

    /// What belongs to no organisation but to the server counts as belonging to this one: nobody is its member.
    public static let serverOrgID: Int64 = 0

    /// The same caller at what belongs to the server. For whom the server's admin was found to be.
    public var onServer: Identity {
        Identity(subject: subject, login: login, orgID: Self.serverOrgID, role: .admin, isServerAdmin: isServerAdmin)
    }

    /// The machine's own operator, acting as an admin of one organisation.
    public static func serverOperator(orgID: Int64) -> Identity {
        Identity(subject: .serverOperator, login: "operator", orgID: orgID, role: .admin, isServerAdmin: true)
    }
}
