/// What the name of an account, an organisation or a team may be.
enum NameRules {
    /// As for data sources.
    static let bytesMax = 190

    /// `field` is the name as it stands in a body.
    static func check(_ name: String, field: String) throws(AccessError) {
        guard !name.isEmpty else { throw .invalidField(name: field, problem: "is missing") }
        guard name.utf8.count <= bytesMax else {
            throw .invalidField(name: field, problem: "is longer than 190 bytes")
        }
        guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalidField(name: field, problem: "holds control characters")
        }
    }

    /// A name that others are told apart by.
    static func checkUnique(_ name: String, field: String) throws(AccessError) {
        try check(name, field: field)
        guard FoldedName.isPlain(FoldedName.text(of: name)) else {
            throw .invalidField(name: field, problem: "holds a character that looks like another")
        }
    }

    /// A login or an e-mail address: what stands before the colon of a Basic credential.
    static func checkLogin(_ login: String, field: String) throws(AccessError) {
        try checkUnique(login, field: field)
        guard !login.utf8.contains(UInt8(ascii: ":")) else {
            throw .invalidField(name: field, problem: "holds a colon")
        }
        guard FoldedName.text(of: login) != Authenticator.tokenLogin else {
            throw .invalidField(name: field, problem: "is reserved")
        }
    }

    /// Text that is shown and nothing else; may be empty.
    static func checkText(_ text: String, field: String) throws(AccessError) {
        if !text.isEmpty { try check(text, field: field) }
    }
}
