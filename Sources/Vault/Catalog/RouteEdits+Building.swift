internal import Bytes
internal import Crypto
internal import JSON

extension RouteEdits {
    /// Everything that a source's settings and secrets add to a call. Nothing when a custom header's name or value,
    /// checked again here because rows come from more than one hand, cannot stand in a request: then no call may be
    /// made.
    init?(of source: DataSource, secrets: OpenedSecrets, scratch: inout RouteScratch) {
        guard let custom = CustomLines(source, secrets: secrets, scratch: &scratch) else { return nil }
        customFields = custom.fields
        host = custom.host
        replacedNames = custom.names
        let isReplaced = custom.names.contains(Array("authorization".utf8))
        if let token = Self.token(source, secrets), token.withSpan({ CustomHeaders.problem(withValue: $0) }) != nil {
            return nil
        }
        authorization = isReplaced ? nil : Self.authorization(source, secrets: secrets, scratch: &scratch)
        let isQuery = DataSourceType.named(source.type)?.credential == .query
        query = isQuery ? Self.query(source, password: secrets["password"], scratch: &scratch) : nil
        pathPrefix = isQuery ? Self.pathPrefix(database: source.database) : nil
    }

    /// What an InfluxDB that is asked in Flux knows its callers by.
    private static func token(_ source: DataSource, _ secrets: OpenedSecrets) -> SecretBytes? {
        let isFlux =
            DataSourceType.named(source.type)?.id == "influxdb" && source.jsonData["version"]?.stringValue == "Flux"
        return isFlux ? secrets["token"] : nil
    }

    /// A token goes before basicAuth, and that before `user` and `password`; a password that was never stored is an empty one (S30).
    private static func authorization(
        _ source: DataSource, secrets: OpenedSecrets, scratch: inout RouteScratch
    ) -> SecretBytes? {
        if let token = token(source, secrets) {
            var line = ByteBuffer(kind: .confidential)
            line.append("Authorization: Token ")
            token.append(to: &line)
            line.append("\r\n")
            return SecretBytes(copying: line.span)
        }
        if source.basicAuth {
            return basic(source.basicAuthUser, secrets["basicAuthPassword"], scratch: &scratch)
        }
        switch DataSourceType.named(source.type)?.credential ?? .basicWithUser {
        case .basicAlways: return basic(source.user, secrets["password"], scratch: &scratch)
        case .basicWithUser:
            return source.user.isEmpty ? nil : basic(source.user, secrets["password"], scratch: &scratch)
        case .query: return nil
        }
    }

    private static func basic(_ user: String, _ password: SecretBytes?, scratch: inout RouteScratch) -> SecretBytes {
        var plain = ByteBuffer()
        var line = ByteBuffer()
        swap(&plain, &scratch.plain)
        swap(&line, &scratch.line)
        plain.append(user)
        plain.append(UInt8(ascii: ":"))
        password?.append(to: &plain)
        line.append("Authorization: Basic ")
        Base64.append(plain.span, to: &line)
        line.append("\r\n")
        let secret = SecretBytes(copying: line.span)
        plain.wipe()
        line.wipe()
        swap(&plain, &scratch.plain)
        swap(&line, &scratch.line)
        return secret
    }

    private static func query(_ source: DataSource, password: SecretBytes?, scratch: inout RouteScratch) -> SecretBytes
    {
        scratch.line.append("u=")
        QueryEscape.append(source.user.utf8.span, to: &scratch.line)
        scratch.line.append("&p=")
        password?.withSpan { QueryEscape.append($0, to: &scratch.line) }
        let secret = SecretBytes(copying: scratch.line.span)
        scratch.line.wipe()
        return secret
    }

    private static func pathPrefix(database: String) -> [UInt8] {
        var path = ByteBuffer()
        path.append("db/")
        guard !database.isEmpty else { return path.span.copy() }
        QueryEscape.append(database.utf8.span, space: "%20", to: &path)
        path.append("/")
        return path.span.copy()
    }
}

/// The lines of the custom headers.
private struct CustomLines {
    let fields: SecretBytes
    let host: SecretBytes?
    let names: [[UInt8]]

    init?(_ source: DataSource, secrets: OpenedSecrets, scratch: inout RouteScratch) {
        var lines: [(key: [UInt8], name: String, value: SecretBytes)] = []
        for header in CustomHeaders(source.jsonData).headers {
            guard let value = secrets[header.secretKey] else { continue }
            guard CustomHeaders.problem(withName: header.name) == nil,
                value.withSpan({ CustomHeaders.problem(withValue: $0) }) == nil
            else { return nil }
            let key = Array(header.name.utf8).map(\.lowercasedASCII)
            // As Grafana, which sets one after the other: the last of one name holds.
            lines.removeAll { $0.key == key }
            lines.append((key, header.name, value))
        }
        var host: SecretBytes?
        for line in lines {
            if line.key == Array("host".utf8) {
                host = Self.line(line.name, line.value, in: &scratch.plain)
            } else {
                Self.append(line.name, line.value, to: &scratch.line)
            }
        }
        fields = SecretBytes(copying: scratch.line.span)
        scratch.line.wipe()
        self.host = host
        names = lines.map(\.key)
    }

    private static func append(_ name: String, _ value: SecretBytes, to buffer: inout ByteBuffer) {
        buffer.append(name)
        buffer.append(": ")
        value.append(to: &buffer)
        buffer.append("\r\n")
    }

    private static func line(_ name: String, _ value: SecretBytes, in buffer: inout ByteBuffer) -> SecretBytes {
        append(name, value, to: &buffer)
        let line = SecretBytes(copying: buffer.span)
        buffer.wipe()
        return line
    }
}
