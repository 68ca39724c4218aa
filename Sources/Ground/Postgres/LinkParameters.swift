internal import Bytes
internal import CPostgres
internal import Crypto
internal import Glibc
internal import Reactor

/// libpq's parameters for a connection: all of them are given, so that no file of a home directory and no variable decides.
struct LinkParameters: ~Copyable {
    /// Names and values one after the other, each with a NUL behind it; it holds the password.
    private var text = ByteBuffer(kind: .confidential)
    private var names: [Int] = []
    private var values: [Int] = []
    private(set) var files: [MemoryFile] = []

    /// A path that no file can have: it takes the place of those that libpq looks for in the home directory.
    private static let noFile = "/dev/null/none"

    /// Debian's bundle of authorities: this libpq has no word for the system's own.
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// What every session has: nothing is written, times and intervals are written one way, a caller is seen as ours.
    private static let options =
        "-c default_transaction_read_only=on -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c bytea_output=hex"
        + " -c extra_float_digits=1 -c client_min_messages=error"

    init(_ settings: PostgresSettings) throws(PostgresError) {
        // libpq pairs the two lists, and connects to no host of the first that has no address in the second.
        try add("host", settings.addresses.map { _ in settings.host }.joined(separator: ","))
        try add("hostaddr", settings.addresses.joined(separator: ","))
        try add("port", String(settings.port))
        try add("dbname", settings.database)
        try add("user", settings.user)
        if let password = settings.password { try add("password", password) }
        try add("passfile", "/dev/null")
        try add("client_encoding", "UTF8")
        try add("application_name", "Headgate")
        try add("gssencmode", "disable")
        try add("krbsrvname", "none")
        try add("target_session_attrs", "any")
        try add("options", Self.options)
        try addTLS(settings.tls)
    }

    private mutating func addTLS(_ tls: PostgresTLS) throws(PostgresError) {
        try add("sslmode", tls.mode.rawValue)
        try add("sslcompression", "0")
        try add("ssl_min_protocol_version", "TLSv1.2")
        try add("sslcrl", Self.noFile)
        // With a file of authorities `require` verifies too, so it gets none unless one was given.
        let ofTheSystem = tls.mode == .verifyCA || tls.mode == .verifyFull ? Self.systemAuthorities : Self.noFile
        try add("sslrootcert", try file(tls.authorities, "postgres-authorities") ?? ofTheSystem)
        try add("sslcert", try file(tls.certificate, "postgres-certificate") ?? Self.noFile)
        try add("sslkey", try file(tls.key, "postgres-key") ?? Self.noFile)
    }

    private mutating func file(_ content: SecretBytes?, _ label: String) throws(PostgresError) -> String? {
        guard let content else { return nil }
        do throws(SystemError) {
            let file = try content.withSpan { (bytes) throws(SystemError) in try MemoryFile(bytes, label: label) }
            files.append(file)
            return file.path
        } catch {
            throw .connectFailed("no file in memory: \(error)")
        }
    }

    /// An empty value is as good as none to libpq, and its default would come from elsewhere; those that may be empty have none.
    private mutating func add(_ name: String, _ value: String) throws(PostgresError) {
        try add(name) { $0.append(value) }
    }

    private mutating func add(_ name: String, _ value: SecretBytes) throws(PostgresError) {
        try add(name) { value.append(to: &$0) }
    }

    private mutating func add(_ name: String, _ append: (inout ByteBuffer) -> Void) throws(PostgresError) {
        names.append(text.count)
        text.append(name)
        text.append(0)
        values.append(text.count)
        let start = text.count
        append(&text)
        guard text.span.firstOffset(of: 0, from: start) == nil else { throw .nulByte }
        text.append(0)
    }

    /// Begins a connection; nothing for want of memory.
    func start() -> OpaquePointer? {
        unsafe text.span.withUnsafeBytes { bytes in
            guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
            let keywords = unsafe names.map { unsafe Optional(base + $0) } + [nil]
            let texts = unsafe values.map { unsafe Optional(base + $0) } + [nil]
            return unsafe PQconnectStartParams(keywords, texts, 0)
        }
    }

    /// Removes libpq's variables (`PGPASSWORD`, `PGSERVICE`, ...) from the process's environment. Before other threads are started.
    static func forgetEnvironment() {
        guard let defaults = unsafe PQconndefaults() else { return }
        var option = unsafe defaults
        while unsafe option.pointee.keyword != nil {
            if let name = unsafe option.pointee.envvar { _ = unsafe unsetenv(name) }
            unsafe option += 1
        }
        unsafe PQconninfoFree(defaults)
        for name in ["PGSERVICE", "PGSERVICEFILE", "PGSYSCONFDIR"] { _ = unsafe unsetenv(name) }
    }
}
