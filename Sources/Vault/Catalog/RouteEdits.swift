internal import Bytes
public import Crypto

/// What is added to every call of a source, prebuilt from its opened secrets. Field lines are whole (`Name:
/// value\r\n`).
public struct RouteEdits: Sendable {
    /// The `Authorization` line; nothing when the source has no credential, or when a custom header is that field.
    public let authorization: SecretBytes?
    /// The lines of `httpHeaderName1..n` one after the other, `Host` excepted; empty when there are none.
    public let customFields: SecretBytes
    /// The `Host` line of a custom header of that name, in place of the target's own.
    public let host: SecretBytes?
    /// Lower-case names of all custom headers: the caller's own fields of these names are dropped, and with
    /// `authorization` among them `X-DS-Authorization` does nothing.
    public let replacedNames: [[UInt8]]
    /// `u=...&p=...`, escaped, to stand behind the caller's query (InfluxDB 0.8).
    public let query: SecretBytes?
    /// `db/DATABASE/`, escaped, to stand between the base path and the caller's (InfluxDB 0.8).
    public let pathPrefix: [UInt8]?

    public var replacesAuthorization: Bool { replaces("authorization") }

    /// A custom header stands in the field called `name`, given in lower case: nothing else may.
    public func replaces(_ name: StaticString) -> Bool {
        for replaced in replacedNames where replaced.span.equals(name) { return true }
        return false
    }
}
