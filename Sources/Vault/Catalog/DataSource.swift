public import JSON

/// A data source as everybody may see it: no secret is in here.
public struct DataSource: Sendable, Equatable {
    /// 0 until the store gave it one.
    public var id: Int64
    public var uid: String
    public var orgID: Int64
    public var name: String
    /// As sent: an alias stays an alias.
    public var type: String
    public var access: String
    public var url: String
    public var user: String
    public var database: String
    public var basicAuth: Bool
    public var basicAuthUser: String
    public var withCredentials: Bool
    public var isDefault: Bool
    /// What was sent, mostly an object; `null` becomes `{}`.
    public var jsonData: JSONValue
    /// Grafana's counter; it never goes backwards. Writes that name no version leave it, so it does not count writes.
    public var version: Int64
    public var readOnly: Bool
    /// Unix seconds.
    public var createdAt: Int64
    public var updatedAt: Int64

    public init(
        id: Int64 = 0, uid: String, orgID: Int64, name: String, type: String, access: String, url: String = "",
        user: String = "", database: String = "", basicAuth: Bool = false, basicAuthUser: String = "",
        withCredentials: Bool = false, isDefault: Bool = false, jsonData: JSONValue = .object([:]), version: Int64 = 1,
        readOnly: Bool = false, createdAt: Int64 = 0, updatedAt: Int64 = 0
    ) {
        self.id = id
        self.uid = uid
        self.orgID = orgID
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
        self.version = version
        self.readOnly = readOnly
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
