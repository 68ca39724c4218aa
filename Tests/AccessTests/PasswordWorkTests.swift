import Access
import Crypto
import Testing

@Suite struct PasswordWorkTests {
    /// The least of a few, in nanoseconds: what the work itself takes.
    private func work(_ credential: BasicCredential, _ user: UserRecord?) -> Int64 {
        let clock = ContinuousClock()
        let times = (0..<3).map { _ in clock.measure { _ = Authenticator.verify(credential, user: user) } }
        return times.map { $0.components.seconds * 1_000_000_000 + $0.components.attoseconds / 1_000_000_000 }.min()
            ?? 0
    }

    @Test("A-070: an unknown login takes the work of a wrong password")
    func unknownLoginTakesAsLong() throws {
        let hash = try PasswordHash.make(password: "secret".utf8.span)
        let known = UserRecord(
            id: 1, login: "a", email: "", name: "", passwordHash: hash, orgID: 1, role: .viewer, isServerAdmin: false,
            isDisabled: false)
        let credential = BasicCredential(login: "a", password: SecretBytes(copying: "wrong".utf8.span))
        let (wrong, unknown) = (work(credential, known), work(credential, nil))
        #expect(wrong < unknown * 3 && unknown < wrong * 3, "\(wrong) against \(unknown)")
    }
}
