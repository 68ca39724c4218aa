/// A data source that does exactly what a test wants, down to the byte and the RST. One thread accepts, one serves each connection.
public final class ScriptedUpstream: Sendable {
    public enum Step: Sendable {
        case send([UInt8])
        /// Each byte in a segment of its own.
        case sendBytewise([UInt8])
        /// Waits until the test opens the gate: silence on the wire.
        case hold(Gate)
        /// Reads until the peer ends the connection; the record says how.
        case awaitPeer
        /// FIN.
        case close
        /// RST.
        case reset
    }

    public struct Request: Sendable {
        /// Head and body exactly as they came.
        public var bytes: [UInt8]
        public var headLength: Int
        /// 0 for the first connection of this upstream.
        public var connection: Int

        public var head: String { String(decoding: bytes[..<headLength], as: UTF8.self) }
        public var target: String { head.split(separator: " ", maxSplits: 2).dropFirst().first.map(String.init) ?? "" }
        public var method: String { head.split(separator: " ", maxSplits: 1).first.map(String.init) ?? "" }
        public var body: [UInt8] { Array(bytes[headLength...]) }

        public func field(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").dropFirst().first {
                $0.lowercased().hasPrefix(name.lowercased() + ":")
            }
            return line.map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }
    }

    public enum Ending: Sendable, Equatable {
        case closedByPeer
        case resetByPeer
        case closedHere
    }

    /// What is known of one connection.
    public struct Connection: Sendable {
        public var received: [UInt8] = []
        public var requests: [Request] = []
        public var ending: Ending?
    }

    public let port: UInt16
    public let connections = Watched([Connection]())
    private let listener: TCPListener
    private let sockets = Watched([TCPSocket]())

    public var url: String { "http://127.0.0.1:\(port)" }
    public var connectionCount: Int { connections.current.count }
    /// All requests in the order of their connections.
    public var requests: [Request] { connections.current.flatMap(\.requests) }

    /// `onAccept` runs before anything is read of a connection, `answer` after each whole request.
    public init(
        onAccept: @escaping @Sendable (_ connection: Int) -> [Step] = { _ in [] },
        answer: @escaping @Sendable (Request) -> [Step]
    ) throws {
        let listener = try TCPListener()
        self.listener = listener
        port = listener.port
        let (connections, sockets) = (connections, sockets)
        Parallel.start {
            while let socket = listener.accept() {
                sockets.change { $0.append(socket) }
                let index = connections.change {
                    $0.append(Connection())
                    return $0.count - 1
                }
                let server = UpstreamConnection(socket: socket, index: index, records: connections)
                Parallel.start { server.serve(onAccept: onAccept(index), answer: answer) }
            }
            listener.close()
        }
    }

    /// Ends the listener and every connection: callers see a FIN, new ones are refused.
    public func stop() {
        listener.shutdown()
        for socket in sockets.current { socket.shutdown() }
    }

    deinit { stop() }

    /// An answer with a Content-Length.
    public static func answer(_ body: String, status: String = "200 OK", fields: String = "") -> [UInt8] {
        Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)".utf8)
    }
}
