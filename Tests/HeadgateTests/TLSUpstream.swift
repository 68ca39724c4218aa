import Glibc
import TestSupport

/// `Fixtures/tls-upstream.py`: a data source over TLS with a certificate of `authority`.
final class TLSUpstream: Sendable {
    let port: UInt16
    private let process: ChildProcess

    var url: String { "https://127.0.0.1:\(port)" }

    init(_ authority: TLSAuthority, wantsClients: Bool = false) throws {
        let script = Repository.path("Tests/HeadgateTests/Fixtures/tls-upstream.py")
        let arguments = ["python3", script, authority.directory.path] + (wantsClients ? ["clients"] : [])
        process = try ChildProcess(executable: "/usr/bin/env", arguments: arguments)
        let state = try process.state.wait(for: "the TLS source") { $0.outputText.hasSuffix("\n") || $0.exit != nil }
        guard let port = state.outputText.split(whereSeparator: \.isWhitespace).last.flatMap({ UInt16($0) }) else {
            throw TestSupportError.unexpected("the TLS source: \(state.errorText)")
        }
        self.port = port
    }

    deinit { process.signal(SIGKILL) }
}
