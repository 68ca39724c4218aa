internal import Access
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Web

/// Says who is asking, before anything else of a request is read.
///
/// Only the `Authorization` field counts: headers that name a user are no credential and are not looked at, and
/// `X-Grafana-Org-Id` chooses among a user's organisations. A token costs a hash and a lookup here; a password that
/// was not seen lately is checked on a compute thread.
final class IdentityMiddleware: Sendable {
    private let board: SnapshotBoard
    private let compute: ComputePools
    private let throttle: LoginThrottle
    private let now: @Sendable () -> Int64
    /// The lock is free in practice: each worker has a plane of its own.
    private let desk = Lock(Desk())

    /// Holds what can be given back only once behind a lock that wants copyable values.
    private final class Desk {
        var authenticator = Authenticator()
    }

    init(
        board: SnapshotBoard, compute: ComputePools, throttle: LoginThrottle, now: @escaping @Sendable () -> Int64
    ) {
        self.board = board
        self.compute = compute
        self.throttle = throttle
        self.now = now
    }

    func identity(of request: WebRequest) async throws(ControlError) -> Identity {
        let admission = admission(of: request)
        if case .needsPassword(let credential) = admission {
            return try Self.identity(await check(credential, request))
        }
        return try Self.identity(admission)
    }

    private static func identity(_ admission: Admission) throws(ControlError) -> Identity {
        switch admission {
        case .admitted(let identity): return identity
        case .refused(let refusal): throw .access(refusal)
        case .needsPassword: throw .access(.wrongPassword)
        }
    }

    /// There is one `Authorization` field at most: a head with two is refused where it is parsed.
    private func admission(of request: WebRequest) -> Admission {
        let snapshot = board.current
        let seconds = now()
        let head = request.request.headBytes
        let field = request.request.head.first(.authorization)
        let organization = Self.organization(of: request)
        return desk.withLock { desk in
            guard let field else {
                return desk.authenticator.admit(
                    authorization: nil, organization: organization, directory: snapshot.directory, now: seconds)
            }
            let value = head.span.extracting(field)
            return desk.authenticator.admit(
                authorization: value, organization: organization, directory: snapshot.directory, now: seconds)
        }
    }

    /// Two fields name no organisation.
    private static func organization(of request: WebRequest) -> OrganizationChoice {
        guard let range = request.request.head.first(.xGrafanaOrgID) else { return .current }
        guard request.request.head.hasOnlyOne(.xGrafanaOrgID) else { return .malformed }
        let head = request.request.headBytes
        return OrganizationChoice(parsing: head.span.extracting(range))
    }

    private func check(_ credential: BasicCredential, _ request: WebRequest) async -> Admission {
        let address = request.request.remoteAddress
        guard let turn = throttle.begin(credential.login, from: address, now: now()) else {
            return .refused(.wrongPassword)
        }
        let user = board.current.directory.user(login: credential.login)
        let isRight = await compute.run(inBackground: turn == .background) {
            Authenticator.verify(credential, user: user)
        }
        let seconds = now()
        throttle.end(turn, credential.login, from: address, isRight: isRight, now: seconds)
        guard isRight, let user else { return .refused(.wrongPassword) }
        desk.withLock { $0.authenticator.remember(credential, user: user, now: seconds) }
        return Authenticator.admission(
            of: credential, verifiedAs: user, organization: Self.organization(of: request),
            directory: board.current.directory, now: seconds)
    }
}
