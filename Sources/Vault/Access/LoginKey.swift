/// A login as a key, equal only byte by byte. Swift's strings are equal when their Unicode forms are equivalent: with
/// them one account could stand in front of another whose login the store holds apart.
struct LoginKey: Hashable, Sendable {
    let login: String

    init(_ login: String) { self.login = login }

    static func == (a: LoginKey, b: LoginKey) -> Bool { a.login.utf8.elementsEqual(b.login.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in login.utf8 { hasher.combine(byte) }
    }
}
