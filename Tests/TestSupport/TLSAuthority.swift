/// A certificate authority made for one test by the `openssl` command, with the certificates that it issued.
public final class TLSAuthority: Sendable {
    public let directory: TemporaryDirectory
    private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

    public init() throws {
        directory = try TemporaryDirectory()
        try run("req -x509 \(Self.newKey) -days 2 -subj /CN=ca -keyout ca.key -out ca.pem")
        try issue("server", "subjectAltName=DNS:up.test,DNS:localhost,IP:127.0.0.1")
    }

    /// `NAME.pem` and `NAME.key`.
    public func issue(_ name: String, _ extensions: String) throws {
        try directory.write(extensions, to: name + ".ext")
        try run("req \(Self.newKey) -subj /CN=\(name) -keyout \(name).key -out \(name).csr")
        try run(
            "x509 -req -days 2 -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile \(name).ext -out \(name).pem"
        )
    }

    public func text(_ file: String) throws -> String {
        try ChildProcess.run("/bin/cat", [directory.file(file)]).outputText
    }

    private func run(_ arguments: String) throws {
        let command = "cd \(directory.path) && openssl \(arguments)"
        let run = try ChildProcess.run("/bin/sh", ["-c", command])
        guard run.exit == .code(0) else { throw TestSupportError.unexpected("\(arguments): \(run.errorText)") }
    }
}
