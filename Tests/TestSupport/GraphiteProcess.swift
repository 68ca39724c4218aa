import Glibc

/// Debian's Graphite: the web application, and carbon, which stores what is sent to it.
public final class GraphiteProcess: Sendable {
    public let port: UInt16
    private let linePort: UInt16
    private let directory: TemporaryDirectory
    private let carbon: ChildProcess
    private let web: ChildProcess

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Who asks it directly.
    public var caller: Caller { Caller(port: port, authorization: nil) }

    /// Comes back when both listen.
    public init() throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        let ports = try (TCPListener.freePort(), TCPListener.freePort(), TCPListener.freePort(), TCPListener.freePort())
        (port, linePort) = (ports.0, ports.1)
        try Self.writeConfiguration(into: directory, linePort: ports.1, picklePort: ports.2, queryPort: ports.3)
        let environment = Self.environment(of: directory)
        try Self.migrate(environment)
        carbon = try ChildProcess(
            executable: "/usr/bin/carbon-cache",
            arguments: ["--config=\(directory.file("carbon.conf"))", "--nodaemon", "start"], environment: environment)
        web = try ChildProcess(
            executable: "/usr/bin/graphite-manage", arguments: ["runserver", "--noreload", "127.0.0.1:\(ports.0)"],
            environment: environment)
        let state = try carbon.state.wait(for: "carbon to listen") {
            $0.exit != nil || $0.outputText.contains("starting on \(ports.3)")
        }
        guard state.exit == nil else {
            throw TestSupportError.ended(during: "carbon's start: \(state.errorText.suffix(300))")
        }
        try carbon.waitToListen(on: ports.1, as: "carbon's line receiver")
        try web.waitToListen(on: ports.0, as: "Graphite's web application")
    }

    deinit {
        carbon.signal(SIGKILL)
        web.signal(SIGKILL)
    }

    /// Stores one point; it is there when this comes back.
    public func write(_ metric: String, _ value: Double, at seconds: Int) throws {
        let mark = "datapoints for \(metric) "
        let before = carbon.state.current.outputText.ranges(of: mark).count
        let socket = try TCPSocket(connectingTo: linePort)
        try socket.send(Array("\(metric) \(value) \(seconds)\n".utf8))
        socket.close()
        try carbon.state.wait(for: "carbon to write \(metric)") { $0.outputText.ranges(of: mark).count > before }
    }

    private static func environment(of directory: TemporaryDirectory) -> [String: String] {
        [
            "PYTHONPATH": directory.path, "GRAPHITE_SETTINGS_MODULE": "headgate_graphite_settings",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
        ]
    }

    /// Makes the database that events are kept in.
    private static func migrate(_ environment: [String: String]) throws {
        let state = try ChildProcess.run(
            "/usr/bin/graphite-manage", ["migrate", "--run-syncdb"], environment: environment)
        guard state.exit == .code(0) else {
            throw TestSupportError.ended(during: "graphite-manage migrate: \(state.errorText.suffix(300))")
        }
    }

    private static func writeConfiguration(
        into directory: TemporaryDirectory, linePort: UInt16, picklePort: UInt16, queryPort: UInt16
    ) throws {
        try directory.write(
            """
            HERE = "\(directory.path)"
            SECRET_KEY = "test"
            ALLOWED_HOSTS = ["*"]
            CONF_DIR = STORAGE_DIR = LOG_DIR = HERE
            WHISPER_DIR = HERE + "/whisper"
            STANDARD_DIRS = [WHISPER_DIR]
            STATIC_ROOT = HERE + "/static"
            INDEX_FILE = HERE + "/index"
            LOG_ROTATION = False
            CARBONLINK_HOSTS = ["127.0.0.1:\(queryPort)"]
            DATABASES = {"default": {"NAME": HERE + "/graphite.db", "ENGINE": "django.db.backends.sqlite3"}}

            """, to: "headgate_graphite_settings.py")
        try directory.write("[all]\npattern = .*\nretentions = 60s:1d\n", to: "storage-schemas.conf")
        try directory.write(
            """
            [cache]
            STORAGE_DIR = \(directory.path)
            LOCAL_DATA_DIR = \(directory.path)/whisper
            CONF_DIR = \(directory.path)
            LOG_DIR = \(directory.path)
            PID_DIR = \(directory.path)
            USER =
            ENABLE_LOGROTATION = False
            LOG_UPDATES = True
            MAX_CREATES_PER_MINUTE = inf
            MAX_UPDATES_PER_SECOND = inf
            LINE_RECEIVER_INTERFACE = 127.0.0.1
            LINE_RECEIVER_PORT = \(linePort)
            PICKLE_RECEIVER_INTERFACE = 127.0.0.1
            PICKLE_RECEIVER_PORT = \(picklePort)
            CACHE_QUERY_INTERFACE = 127.0.0.1
            CACHE_QUERY_PORT = \(queryPort)

            """, to: "carbon.conf")
    }
}
