/// What a user is called. An empty login is the e-mail address, an empty address is the login.
public struct UserProfile: Sendable, Equatable {
    public var login: String
    public var email: String
    public var name: String

    public init(login: String, email: String, name: String) {
        self.login = login.isEmpty ? email : login
        self.email = email.isEmpty ? login : email
        self.name = name
    }

    func check() throws(AccessError) {
        try NameRules.checkLogin(login, field: "login")
        try NameRules.checkLogin(email, field: "email")
        try NameRules.checkText(name, field: "name")
    }
}
