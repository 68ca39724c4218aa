/// Users by a piece of what they are called, whatever its case.
struct UserSearch {
    private let text: String

    init(_ text: String) { self.text = FoldedName.text(of: text) }

    /// In the order of logins.
    func matches(in users: [UserRecord]) -> [UserRecord] {
        users.filter(isMatch).sorted { $0.login < $1.login }
    }

    private func isMatch(_ user: UserRecord) -> Bool {
        text.isEmpty || [user.login, user.email, user.name].contains { FoldedName.text(of: $0).contains(text) }
    }
}
