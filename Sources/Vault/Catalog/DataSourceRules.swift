internal import Bytes
internal import Crypto
internal import HTTP
internal import JSON

/// What a data source may hold. Pure: one question each, and the first problem is thrown.
///
/// Values that come through the API are literal: `$__file{...}` is kept as the text it is, and so is a row of
/// asterisks.
struct DataSourceRules {
    static let nameBytesMax = 190
    static let urlBytesMax = 2048
    static let textBytesMax = 255
    static let jsonDataBytesMax = 1 << 20
    static let secretsMax = 256

    let configuration: CatalogConfiguration

    /// A whole source, the uid excepted. Grafana judges url and jsonData before it looks for the
    /// source, so this is asked of the change alone and again of what it makes of the stored source.
    func check(_ source: DataSource) throws(CatalogError) {
        try checkRequired(source.type, "type")
        try checkRequired(source.access, "access")
        try checkName(source.name)
        try checkText(source.user, "user")
        try checkText(source.database, "database")
        try checkText(source.basicAuthUser, "basicAuthUser")
        try checkURL(source.url, type: source.type)
        try checkCredentials(source)
        try JSONDataRules(configuration: configuration).check(source.jsonData)
    }

    func checkUID(_ uid: String) throws(CatalogError) {
        guard DataSourceUID.isValid(uid) else { throw .invalidUID }
    }

    /// Any Unicode but control bytes; spaces and slashes are as good as letters.
    private func checkName(_ name: String) throws(CatalogError) {
        guard !name.isEmpty else { throw .invalidField(name: "name", problem: "is missing") }
        guard name.utf8.count <= Self.nameBytesMax, !name.holdsControlBytes else { throw .invalidName }
    }

    private func checkRequired(_ text: String, _ field: String) throws(CatalogError) {
        guard !text.isEmpty else { throw .invalidField(name: field, problem: "is missing") }
        try checkText(text, field)
    }

    private func checkText(_ text: String, _ field: String) throws(CatalogError) {
        guard text.utf8.count <= Self.textBytesMax else {
            throw .invalidField(name: field, problem: "is longer than \(Self.textBytesMax) bytes")
        }
        guard !text.holdsControlBytes else { throw .invalidField(name: field, problem: "holds control characters") }
    }

    /// An empty url is allowed here: a create without one is, and an update keeps the old one.
    private func checkURL(_ url: String, type: String) throws(CatalogError) {
        guard !url.isEmpty else { return }
        guard url.utf8.count <= Self.urlBytesMax, SourceAddress.isValid(url, type: type) else { throw .invalidURL }
        // Told when it is saved and not only when it is called. What is written in another way is checked when it is dialled.
        guard let origin = try? SourceURL(parsing: url).origin else { return }
        guard !configuration.refusesDestination(origin.host, origin.port) else { throw .destinationRefused }
    }

    /// In Basic a colon ends the user; in a path a dot segment leaves it.
    private func checkCredentials(_ source: DataSource) throws(CatalogError) {
        guard !source.basicAuthUser.utf8.contains(UInt8(ascii: ":")) else {
            throw .invalidField(name: "basicAuthUser", problem: "holds a colon")
        }
        let type = DataSourceType.named(source.type)
        guard type?.transport ?? .http == .http else { return }
        guard !source.user.utf8.contains(UInt8(ascii: ":")) else {
            throw .invalidField(name: "user", problem: "holds a colon")
        }
        guard type?.credential == .query else { return }
        guard source.database != ".", source.database != ".." else {
            throw .invalidField(name: "database", problem: "is a dot segment")
        }
    }
}

extension DataSourceRules {
    /// The secrets that a caller sent. Those that become header values must be able to.
    func checkSecrets(_ secrets: [(field: String, value: SecretBytes)]) throws(CatalogError) {
        guard secrets.count <= Self.secretsMax else {
            throw .invalidField(name: "secureJsonData", problem: "has more than \(Self.secretsMax) members")
        }
        for (field, value) in secrets {
            guard !field.isEmpty, field.utf8.count <= Self.nameBytesMax, !field.holdsControlBytes else {
                throw .invalidField(name: "secureJsonData", problem: "has a member whose name is not usable")
            }
            guard field.hasPrefix("httpHeaderValue") else { continue }
            if let problem = value.withSpan({ CustomHeaders.problem(withValue: $0) }) {
                throw .invalidField(name: "secureJsonData.\(field)", problem: problem)
            }
        }
    }
}

extension String {
    /// C0 or DEL among its bytes.
    var holdsControlBytes: Bool { utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
