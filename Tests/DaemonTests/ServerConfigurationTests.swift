import Daemon
import Telemetry
import TestSupport
import Testing

@Suite struct ServerConfigurationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func mistakes(
        flags: [(String, String)] = [], environment: [String: String] = [:], file: String? = nil
    ) throws -> [String] {
        var environment = environment
        if let file { environment["HEADGATE_CONFIG"] = try directory.write(file, to: "c.json") }
        let error = #expect(throws: DaemonError.self) {
            try ServerConfiguration(flags: flags.map { (name: $0.0, value: $0.1) }, environment: environment)
        }
        guard case .configuration(let mistakes)? = error else { return [] }
        return mistakes.map(\.description).sorted()
    }

    // MARK: Who decides

    @Test func flagBeatsEnvironmentBeatsFileBeatsDefault() throws {
        let path = try directory.write(
            #"{"workers":2,"drainSeconds":7,"userAgent":"file","log":{"level":"error"}}"#, to: "c.json")
        let configuration = try ServerConfiguration(
            flags: [(name: "--config", value: path), (name: "--workers", value: "4")],
            environment: ["HEADGATE_WORKERS": "3", "HEADGATE_USER_AGENT": "environment"], processors: 8)
        #expect(configuration.workers == 4)
        #expect(configuration.userAgent == "environment")
        #expect(configuration.drainTimeout == 7_000)
        #expect(configuration.logLevel == .error)
        #expect(configuration.firstByteTimeout == 30_000)
    }

    @Test func withoutAnythingItIsAsDocumented() throws {
        let configuration = try ServerConfiguration(processors: 3)
        #expect(configuration.bind.description == "127.0.0.1:3000")
        #expect(configuration.dataDirectory == "./data")
        #expect(configuration.databasePath == "./data/headgate.db")
        #expect(configuration.keyFile == nil)
        #expect(configuration.adminPassword == nil)
        #expect(configuration.workers == 3)
        #expect(!configuration.bindsSecretsToDestination)
    }

    @Test(arguments: [
        ("sqlite:x/y.db", "x/y.db"), ("sqlite:/a b.db", "/a b.db"), ("sqlite:///var/h.db", "/var/h.db"),
    ])
    func databaseIsAPathBehindSqlite(url: String, path: String) throws {
        #expect(try ServerConfiguration(environment: ["HEADGATE_DATABASE": url]).databasePath == path)
    }

    @Test(arguments: [
        ("localhost:80", "127.0.0.1:80"), ("0.0.0.0:0", "0.0.0.0:0"), ("[::1]:65535", "[::1]:65535"),
    ])
    func bindIsAnAddressAndAPort(text: String, address: String) throws {
        #expect(try ServerConfiguration(environment: ["HEADGATE_BIND": text]).bind.description == address)
    }

    @Test func strangeVariablesAreNoMistake() throws {
        // An orchestrator sets such ones for a service of this name.
        let environment = ["HEADGATE_PORT": "tcp://10.0.0.1:80", "HEADGATE_SERVICE_HOST": "10.0.0.1"]
        #expect(try ServerConfiguration(environment: environment).bind.port == 3000)
    }

    // MARK: Mistakes

    @Test func allMistakesOfAllSourcesAreReportedAtOnce() throws {
        let found = try mistakes(
            flags: [("--bind", "nowhere"), ("--workers", "1"), ("--workers", "2")],
            environment: [
                "HEADGATE_LOG_LEVEL": "loud", "HEADGATE_USER_AGENT": "",
                "HEADGATE_SECRETS_BIND_TO_DESTINATION": "maybe",
            ],
            file: #"{"drainSeconds":0,"secrets":{"bindtodestination":true},"upstream":[1],"config":"x"}"#)
        #expect(
            found == [
                "--bind is not HOST:PORT, such as 127.0.0.1:3000",
                "--workers is given twice",
                "HEADGATE_LOG_LEVEL is none of debug, info, warning, error",
                "HEADGATE_SECRETS_BIND_TO_DESTINATION is neither true nor false",
                "HEADGATE_USER_AGENT is empty",
                "config in the configuration file is not an option",
                "drainSeconds in the configuration file is not a whole number from 1 to 86400",
                "secrets.bindtodestination in the configuration file is not an option",
                "upstream in the configuration file is not a text, a number or a truth value",
            ])
    }

    @Test(arguments: [
        ("HEADGATE_BIND", "127.0.0.1"), ("HEADGATE_BIND", "::1:80"), ("HEADGATE_BIND", ":80"),
        ("HEADGATE_BIND", "example.org:80"), ("HEADGATE_BIND", "127.0.0.1:65536"), ("HEADGATE_BIND", "127.0.0.1:+80"),
        ("HEADGATE_BIND", "127.1:80"), ("HEADGATE_DATABASE", "headgate.db"), ("HEADGATE_DATABASE", "sqlite:"),
        ("HEADGATE_DATABASE", "sqlite://host/x"), ("HEADGATE_DATABASE", "sqlite:dir/"), ("HEADGATE_WORKERS", "0"),
        ("HEADGATE_WORKERS", "257"), ("HEADGATE_WORKERS", "2.0"), ("HEADGATE_DRAIN_SECONDS", "-1"),
        ("HEADGATE_USER_AGENT", "a\r\nX: y"), ("HEADGATE_USER_AGENT", "é"), ("HEADGATE_UPSTREAM_IDLE_SECONDS", "86401"),
        ("HEADGATE_PROXY_ALLOW", "a.test,10.1.0.0/8"), ("HEADGATE_PROXY_DENY", "http://a.test"),
        ("HEADGATE_PROXY_ALLOW", " , "), ("HEADGATE_PROXY_ALLOW_LINK_LOCAL", "sometimes"),
    ])
    func aWrongValueIsOneMistakeThatNamesItsPlace(variable: String, value: String) throws {
        let found = try mistakes(environment: [variable: value])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(variable) ") == true)
    }

    @Test func certificateAndKeyBelongTogether() throws {
        let authority = try TLSAuthority()
        let (certificate, key) = (authority.directory.file("server.pem"), authority.directory.file("server.key"))
        let (other, none) = (authority.directory.file("ca.key"), authority.directory.file("none.pem"))
        let pair = [(name: "--tls-cert", value: certificate), (name: "--tls-key", value: key)]
        let files = try ServerConfiguration(flags: pair).callerTLS?.files
        #expect(files?.certificate == certificate && files?.key == key)
        #expect(try mistakes(flags: [("--tls-cert", certificate)]) == ["--tls-cert needs tls.key beside it"])
        #expect(
            try mistakes(environment: ["HEADGATE_TLS_KEY": key, "HEADGATE_WORKERS": "0"]) == [
                "HEADGATE_TLS_KEY needs tls.cert beside it", "HEADGATE_WORKERS is not a whole number from 1 to 256",
            ])
        #expect(
            try mistakes(flags: [("--tls-cert", none), ("--tls-key", key)]) == [
                "--tls-cert names \(none), which cannot be read: No such file or directory"
            ])
        #expect(
            try mistakes(flags: [("--tls-cert", key), ("--tls-key", key)]) == [
                "--tls-cert names \(key), which does not hold a certificate that can be used"
            ])
        #expect(
            try mistakes(flags: [("--tls-cert", certificate), ("--tls-key", certificate)]) == [
                "--tls-key names \(certificate), which does not hold a private key without a passphrase"
            ])
        #expect(
            try mistakes(file: #"{"tls":{"cert":"\#(certificate)","key":"\#(other)"}}"#) == [
                "tls.key in the configuration file names \(other), whose key does not belong to the certificate in \(certificate)"
            ])
        #expect(try mistakes(flags: [("--tls-cert", authority.directory.path), ("--tls-key", key)]).count == 1)
    }

    @Test func postgresIsNotAvailableYetAndItsPasswordIsNotShown() throws {
        let found = try mistakes(environment: ["HEADGATE_DATABASE": "postgres://me:hunter2@db/headgate"])
        #expect(found == ["HEADGATE_DATABASE asks for PostgreSQL, which is not available yet: use sqlite:PATH"])
    }

    @Test(arguments: [
        "", "{", "[]", #"{"proxy":{"allow":["a.test",1]}}"#, #"{"proxy.deny":[]}"#, "\u{FEFF}{}",
        #"{"workers":1,"workers":2}"#, #"{"log.level":"info","log":{"level":"info"}}"#,
    ])
    func aFileThatIsNoConfigurationIsRefused(text: String) throws {
        #expect(try mistakes(file: text).count == 1)
    }

    @Test func aFileThatCannotBeReadIsRefused() throws {
        for path in [directory.file("none.json"), directory.path] {
            #expect(try mistakes(environment: ["HEADGATE_CONFIG": path]).count == 1)
        }
    }

    // MARK: Secrets

    @Test func aSecretComesFromItsFileWithoutOneNewline() throws {
        let path = try directory.write("line\n\n", to: "password")
        let configuration = try ServerConfiguration(environment: ["HEADGATE_ADMIN_PASSWORD_FILE": path])
        let bytes = configuration.adminPassword?.withSpan { span in span.indices.map { span[$0] } }
        #expect(bytes == Array("line\n".utf8))
    }

    @Test func theStrongerSourceOfASecretDecides() throws {
        let path = try directory.write("from-file", to: "password")
        let configuration = try ServerConfiguration(
            flags: [(name: "--admin-password-file", value: path)],
            environment: ["HEADGATE_ADMIN_PASSWORD": "from-environment"])
        #expect(configuration.adminPassword?.count == "from-file".utf8.count)
    }

    @Test func aSecretAndItsFileFromOneSourceAreAMistake() throws {
        let path = try directory.write("x", to: "password")
        let found = try mistakes(environment: ["HEADGATE_ADMIN_PASSWORD": "x", "HEADGATE_ADMIN_PASSWORD_FILE": path])
        #expect(found == ["HEADGATE_ADMIN_PASSWORD and HEADGATE_ADMIN_PASSWORD_FILE are both given"])
    }

    @Test("A-048: a configuration file with a secret in it must be private")
    func aSecretInAFileThatOthersReadIsRefused() throws {
        let path = try directory.write(#"{"adminPassword":"hunter2"}"#, to: "c.json")
        try directory.setMode(0o644, of: "c.json")
        let found = try mistakes(environment: ["HEADGATE_CONFIG": path])
        #expect(found.count == 1)
        #expect(found.first?.contains("mode 0644") == true)
        try directory.setMode(0o640, of: "c.json")
        #expect(throws: Never.self) { try ServerConfiguration(environment: ["HEADGATE_CONFIG": path]) }
    }

    // MARK: The effective result

    @Test(arguments: ["defaults", "everything"])
    func effectiveResultIsAsInItsFixture(name: String) throws {
        let folder = Repository.path("Tests/DaemonTests/Fixtures")
        let file = try directory.write(Fixture.text("\(folder)/\(name).json"), to: "c.json")
        try directory.setMode(0o600, of: "c.json")
        let configuration = try ServerConfiguration(
            flags: [(name: "--config", value: file), (name: "--bind", value: "127.0.0.1:0")],
            environment: ["HEADGATE_USER_AGENT": "Test"], processors: 2)
        let shown = configuration.effectiveText.split(separator: "\n").map { line in
            line.hasPrefix("config = ") ? "config = FILE (flag)" : String(line)
        }
        #expect(shown == (try Fixture.text("\(folder)/\(name).txt")).split(separator: "\n").map(String.init))
        #expect(!configuration.effectiveText.contains("hunter2"))
    }
}
