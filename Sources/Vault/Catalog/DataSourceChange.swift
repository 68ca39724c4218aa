public import Crypto
public import JSON

/// What a caller asked for, decoded from the wire. Nothing means that the caller did not say.
public struct DataSourceChange: Sendable {
    public var uid: String?
    public var name: String?
    public var type: String?
    public var access: String?
    public var url: String?
    public var user: String?
    public var database: String?
    public var basicAuth: Bool?
    public var basicAuthUser: String?
    public var withCredentials: Bool?
    public var isDefault: Bool?
    public var jsonData: JSONValue?
    /// Secrets to set; an empty value empties one, a secret that is not named is kept. Of two with one name the last
    /// counts.
    public var secrets: [(field: String, value: SecretBytes)]
    /// Grafana's optimistic lock: 0 counts as not said.
    public var version: Int64?

    public init(
        uid: String? = nil, name: String? = nil, type: String? = nil, access: String? = nil, url: String? = nil,
        user: String? = nil, database: String? = nil, basicAuth: Bool? = nil, basicAuthUser: String? = nil,
        withCredentials: Bool? = nil, isDefault: Bool? = nil, jsonData: JSONValue? = nil,
        secrets: [(field: String, value: SecretBytes)] = [], version: Int64? = nil
    ) {
        self.uid = uid
        self.name = name
        self.type = type
        self.access = access
        self.url = url
        self.user = user
        self.database = database
        self.basicAuth = basicAuth
        self.basicAuthUser = basicAuthUser
        self.withCredentials = withCredentials
        self.isDefault = isDefault
        self.jsonData = jsonData
        self.secrets = secrets
        self.version = version
    }
}
