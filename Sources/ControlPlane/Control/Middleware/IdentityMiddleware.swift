internal import Access
internal import Catalog
internal import Downstream
internal import HTTP
internal import Reactor
internal import Web

/// Says who is asking, before anything else of a request is read.
///
/// Only the `Authorization` field counts: headers that name a user or an organisation are no credential and are not looked at
/// . A token costs a hash and a lookup here; a password that was not seen lately is checked on a compute thread.
final class IdentityMiddleware: Sendable {
    private let board: SnapshotBoard
    private let compute: any ComputePool
    private let now: @Sendable () -> Int64
    /// The lock is free in practice: each worker has a plane of its own.
    private let desk = Lock(Desk())

    /// Holds what can be given back only once behind a lock that wants copyable values.
    private final class Desk {
        var authenticator = Authenticator()
    }

    init(board: SnapshotBoard, compute: any ComputePool, now: @escaping @Sendable () -> Int64) {
        self.board = board
        self.compute = compute
        self.now = now
    }

    func identity(of request: WebRequest) async throws(ControlError) -> Identity {
        switch admission(of: request) {
        case .admitted(let identity): return identity
        case .refused(let refusal): throw .access(refusal)
        case .needsPassword(let credential): return try await check(credential)
        }
    }

    /// There is one `Authorization` field at most: a head with two is refused where it is parsed.
    private func admission(of request: WebRequest) -> Admission {
        let directory = board.current.directory
        let seconds = now()
        let head = request.request.headBytes
        let field = request.request.head.first(.authorization)
        return desk.withLock { desk in
            guard let field else {
                return desk.authenticator.admit(authorization: nil, directory: directory, now: seconds)
            }
            let value = head.span.extracting(field)
            return desk.authenticator.admit(authorization: value, directory: directory, now: seconds)
        }
    }

    private func check(_ credential: BasicCredential) async throws(ControlError) -> Identity {
        let user = board.current.directory.user(login: credential.login)
        let isRight = await compute.run { Authenticator.verify(credential, user: user) }
        // The user may have been changed, disabled or deleted while the password was checked.
        guard isRight, let user, board.current.directory.user(login: credential.login) == user else {
            throw .access(.wrongPassword)
        }
        let seconds = now()
        desk.withLock { $0.authenticator.remember(credential, user: user, now: seconds) }
        return Identity(user)
    }
}
