internal import Catalog
internal import JSON
internal import Postgres
internal import Reactor

/// A PostgreSQL source's settings, checked, before its address is known.
struct PostgresPlan {
    let address: DatabaseAddress
    private let route: Route
    private let secrets: DatabaseSecrets
    private let mode: PostgresTLS.Mode

    init(_ route: Route) throws(PostgresFailure) {
        guard let secrets = route.databaseSecrets else {
            throw .unusable("a secret of this data source could not be opened")
        }
        guard let address = DatabaseAddress(route.source.url, defaultPort: 5432) else {
            throw .unusable("the data source's URL is not HOST:PORT")
        }
        let word = (route.source.jsonData["sslmode"]?.stringValue ?? "").lowercased()
        guard let mode = word.isEmpty ? .require : PostgresTLS.Mode(rawValue: word) else {
            throw .unusable("sslmode \"\(word)\" is unknown")
        }
        // Reading a file of this machine that a source names would tell its editors what is there.
        let names = ["sslRootCertFile", "sslCertFile", "sslKeyFile"]
        let hasFiles = names.contains { route.source.jsonData[$0]?.stringValue?.isEmpty == false }
        guard
            !hasFiles || mode == .disable
                || route.source.jsonData["tlsConfigurationMethod"]?.stringValue == "file-content"
        else {
            throw .unusable("certificates by file path are not offered; use tlsConfigurationMethod \"file-content\"")
        }
        (self.address, self.route, self.secrets, self.mode) = (address, route, secrets, mode)
    }

    func settings(at addresses: [SocketAddress]) -> PostgresSettings {
        let source = route.source
        let named = source.jsonData["database"]?.stringValue ?? ""
        var settings = PostgresSettings(
            host: address.host, addresses: addresses.map(\.host), port: address.port,
            database: named.isEmpty ? source.database : named, user: source.user, password: secrets.password,
            tls: PostgresTLS(
                mode: mode, authorities: secrets.authorities, certificate: secrets.certificate, key: secrets.key))
        settings.connectionsMax = count("maxOpenConns", else: settings.connectionsMax, in: 1...100)
        settings.idleMax = count("maxIdleConns", else: settings.idleMax, in: 0...100)
        let seconds = count("connMaxLifetime", else: 14_400, in: 1...14_400)
        settings.lifetimeMilliseconds = UInt64(seconds) * 1_000
        return settings
    }

    /// A setting that is 0 or absent means the default.
    private func count(_ name: String, else standard: Int, in range: ClosedRange<Int>) -> Int {
        guard let value = route.source.jsonData[name]?.int64Value, value > 0 else { return standard }
        return min(max(Int(clamping: value), range.lowerBound), range.upperBound)
    }
}
