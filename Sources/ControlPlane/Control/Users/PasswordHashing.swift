internal import Access
internal import Crypto
internal import Reactor

/// Makes password hashes, away from the loop.
struct PasswordHashing: Sendable {
    /// As Grafana's simplest policy.
    static let bytesMin = 4
    /// What fits into a Basic credential.
    static let bytesMax = 1_000

    let compute: ComputePools

    func hash(_ password: SecretBytes) async throws(ControlError) -> PasswordHash {
        guard password.count >= Self.bytesMin else { throw .shortPassword }
        guard password.count <= Self.bytesMax else { throw .longPassword }
        let hash = await compute.prompt.run { password.withSpan { try? PasswordHash.make(password: $0) } }
        guard let hash else { throw .people(.storeUnavailable("no memory for a hash"), .user) }
        return hash
    }

    func matches(_ password: SecretBytes, _ hash: PasswordHash, _ turn: PasswordTurn) async -> Bool {
        await compute.run(inBackground: turn == .background) { password.withSpan { hash.matches(password: $0) } }
    }
}
