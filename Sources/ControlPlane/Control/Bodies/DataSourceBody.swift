public import Bytes
public import Catalog
internal import Crypto
internal import JSON

/// A data source as a caller writes it. Grafana's field names for writing stand here and nowhere else.
///
/// What is not named here is ignored, and so are the fields that are the server's to set: `id`, `orgId`, `readOnly`,
/// `secureJsonFields`, ....
public enum DataSourceBody {
    /// Which fields a caller must send: a create without a name is named after its type.
    public enum Purpose: Sendable {
        case create
        case update
    }

    /// Takes the text over and wipes it.
    public static func decode(
        _ text: consuming ByteBuffer, for purpose: Purpose
    ) throws(BodyError) -> DataSourceChange {
        try decode(try JSONBody(parsing: text), for: purpose)
    }

    static func decode(_ body: borrowing JSONBody, for purpose: Purpose) throws(BodyError) -> DataSourceChange {
        DataSourceChange(
            uid: try body.string("uid"),
            name: purpose == .update ? try body.requiredString("name") : try body.string("name"),
            type: try body.requiredString("type"),
            access: try body.requiredString("access"),
            url: try body.string("url"),
            user: try body.string("user"),
            database: try body.string("database"),
            basicAuth: try body.bool("basicAuth"),
            basicAuthUser: try body.string("basicAuthUser"),
            withCredentials: try body.bool("withCredentials"),
            isDefault: try body.bool("isDefault"),
            jsonData: body.value("jsonData"),
            secrets: try secrets(body),
            version: try body.integer("version"))
    }

    /// The secrets that are sent, the legacy fields among them, as if they had been sent in `secureJsonData`, which wins.
    ///
    /// An empty legacy field says nothing: it is what every read shows, and a client that writes back what it read must not empty a
    /// password by that.
    private static func secrets(_ body: borrowing JSONBody) throws(BodyError) -> [(field: String, value: SecretBytes)] {
        var secrets = try body.secrets("secureJsonData").map { (field: $0.name, value: $0.value) }
        for legacy in ["password", "basicAuthPassword"] {
            guard let value = try body.secret(legacy), value.count > 0 else { continue }
            if !secrets.contains(where: { $0.field == legacy }) { secrets.append((legacy, value)) }
        }
        return secrets
    }
}
