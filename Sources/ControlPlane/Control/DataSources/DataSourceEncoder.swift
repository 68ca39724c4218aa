internal import Access
internal import Bytes
public import Catalog
internal import JSON

/// A data source as the API shows it: both seed documents' fields at once, in Grafana's order. Passwords are always there and always
/// empty; of secrets only the names are told.
public enum DataSourceEncoder {
    /// A single read, prebuilt for the snapshot. `secretNames` are the secrets that hold something, in the order they are shown.
    public static func single(_ source: DataSource, secretNames: [String]) -> [UInt8] {
        JSONText.object { json in
            head(source, &json, withTypeName: false)
            address(source, &json)
            json.key("withCredentials")
            json.bool(source.withCredentials)
            tail(source, &json)
            json.key("secureJsonFields")
            json.beginObject()
            for name in secretNames {
                json.key(name)
                json.bool(true)
            }
            json.endObject()
            json.key("version")
            json.int(source.version)
            json.key("readOnly")
            json.bool(source.readOnly)
            json.key("apiVersion")
            json.string("")
        }
    }

    /// The list, an entry a source, in the order given; with what the caller may do to each, where `actions` says it.
    static func list(_ routes: [Route], actions: ((Route) -> [Action])? = nil) -> [UInt8] {
        var writer = JSONWriter(appendingTo: ByteBuffer(capacity: routes.count &* 512))
        writer.beginArray()
        for route in routes { entry(route.source, actions?(route), &writer) }
        writer.endArray()
        return writer.finish().span.copy()
    }

    private static func entry(_ source: DataSource, _ actions: [Action]?, _ json: inout JSONWriter) {
        json.beginObject()
        head(source, &json, withTypeName: true)
        address(source, &json)
        tail(source, &json)
        json.key("readOnly")
        json.bool(source.readOnly)
        if let actions { PermissionEncoder.accessControl(actions, &json) }
        json.endObject()
    }

    /// What it is.
    private static func head(_ source: DataSource, _ json: inout JSONWriter, withTypeName: Bool) {
        json.key("id")
        json.int(source.id)
        json.key("uid")
        json.string(source.uid)
        json.key("orgId")
        json.int(source.orgID)
        json.key("name")
        json.string(source.name)
        json.key("type")
        json.string(source.type)
        if withTypeName {
            json.key("typeName")
            json.string(DataSourceType.displayName(of: source.type))
        }
        json.key("typeLogoUrl")
        json.string(DataSourceType.logo(of: source.type))
    }

    /// Where it is, and as whom it is asked.
    private static func address(_ source: DataSource, _ json: inout JSONWriter) {
        json.key("access")
        json.string(source.access)
        json.key("url")
        json.string(source.url)
        json.key("password")
        json.string("")
        json.key("user")
        json.string(source.user)
        json.key("database")
        json.string(source.database)
        json.key("basicAuth")
        json.bool(source.basicAuth)
        json.key("basicAuthUser")
        json.string(source.basicAuthUser)
        json.key("basicAuthPassword")
        json.string("")
    }

    private static func tail(_ source: DataSource, _ json: inout JSONWriter) {
        json.key("isDefault")
        json.bool(source.isDefault)
        json.key("jsonData")
        json.value(source.jsonData)
    }
}
