import Glibc
import Reactor

/// A name server on loopback, UDP and TCP on one port, that answers as it is told and remembers what it was asked. It is stepped
/// by the test's own loop.
final class NameServerScript {
    enum Behaviour {
        case addresses(v4: [[UInt8]], v6: [[UInt8]], seconds: UInt32)
        case missing
        case silence
        /// A well-formed header and question, then a record that ends early.
        case garbage
        /// A few bytes that are no message at all.
        case noise
        /// Nothing over UDP but the word that it does not fit; the answer over TCP.
        case truncated(v4: [[UInt8]])
    }

    struct Question: Equatable {
        let name: String
        let type: UInt16
        let isTCP: Bool
    }

    static let typeA: UInt16 = 1
    static let typeAAAA: UInt16 = 28

    var script: [String: Behaviour] = [:]
    private(set) var questions: [Question] = []
    private(set) var address: SocketAddress
    private var datagrams: Int32 = -1
    private var listener: Int32 = -1
    private var connections: [Int32: [UInt8]] = [:]

    init(loop: borrowing Loop) throws(SystemError) {
        address = SocketAddress(ipv4: 127, 0, 0, 1, port: 0)
        // The port that UDP got may be somebody's over TCP.
        for _ in 0..<20 {
            datagrams = Self.bound(SOCK_DGRAM, port: 0)
            let port = Self.port(of: datagrams)
            listener = Self.bound(SOCK_STREAM, port: port)
            address = SocketAddress(ipv4: 127, 0, 0, 1, port: port)
            if listener >= 0 { break }
            close(datagrams)
        }
        guard listener >= 0, listen(listener, 16) == 0 else { throw SystemError(number: errno) }
        for socket in [datagrams, listener] { try watch(socket, loop: loop) }
    }

    deinit {
        close(datagrams)
        close(listener)
        for socket in connections.keys { close(socket) }
    }

    /// The loop reported `handle`, of kind listener.
    func serve(_ handle: Handle, loop: borrowing Loop) throws(SystemError) {
        let socket = Int32(handle.slot)
        if socket == datagrams {
            serveDatagrams()
        } else if socket == listener {
            let accepted = accept(listener, nil, nil)
            guard accepted >= 0 else { return }
            connections[accepted] = []
            try watch(accepted, loop: loop)
        } else {
            serveConnection(socket)
        }
    }

    private func watch(_ socket: Int32, loop: borrowing Loop) throws(SystemError) {
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        try loop.watch(
            rawDescriptor: socket, handle: Handle(kind: .listener, slot: Int(socket)), interest: .readable, isNew: true)
    }

    // MARK: Transport

    private func serveDatagrams() {
        var bytes = [UInt8](repeating: 0, count: 1_500)
        while true {
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(datagrams, &bytes, bytes.count, 0, $0, &length)
                }
            }
            guard count > 0 else { return }
            guard let reply = reply(to: Array(bytes.prefix(count)), isTCP: false) else { continue }
            _ = withUnsafePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(datagrams, reply, reply.count, 0, $0, length)
                }
            }
        }
    }

    private func serveConnection(_ socket: Int32) {
        guard var input = connections[socket] else { return }
        var bytes = [UInt8](repeating: 0, count: 1_500)
        let count = recv(socket, &bytes, bytes.count, 0)
        guard count > 0 else {
            connections[socket] = nil
            close(socket)
            return
        }
        input += bytes.prefix(count)
        while input.count >= 2, input.count >= 2 + Int(input[0]) << 8 + Int(input[1]) {
            let end = 2 + Int(input[0]) << 8 + Int(input[1])
            if let reply = reply(to: Array(input[2..<end]), isTCP: true) {
                let framed = Self.word(UInt16(reply.count)) + reply
                _ = send(socket, framed, framed.count, Int32(MSG_NOSIGNAL))
            }
            input.removeFirst(end)
        }
        connections[socket] = input
    }

    // MARK: Messages (RFC 1035 4)

    private func reply(to query: [UInt8], isTCP: Bool) -> [UInt8]? {
        guard let (question, end) = Self.question(in: query, isTCP: isTCP) else { return nil }
        questions.append(question)
        let echo = Array(query[12..<end])
        func message(flags: UInt16, answers: Int, _ records: [UInt8]) -> [UInt8] {
            let counts: [UInt8] = Self.word(1) + Self.word(UInt16(answers)) + [0, 0, 0, 0]
            return Array(query[0..<2]) + Self.word(flags) + counts + echo + records
        }
        switch script[question.name] ?? .missing {
        case .silence: return nil
        case .noise: return [1, 2, 3]
        case .missing: return message(flags: 0x8183, answers: 0, [])
        case .garbage: return message(flags: 0x8180, answers: 3, [0xC0, 0x0C, 0, 1, 0, 1, 0])
        case .truncated(let v4):
            if !isTCP { return message(flags: 0x8380, answers: 0, []) }
            let found = question.type == Self.typeA ? v4 : []
            return message(flags: 0x8180, answers: found.count, Self.records(found, question.type, seconds: 60))
        case .addresses(let v4, let v6, let seconds):
            let found = question.type == Self.typeA ? v4 : v6
            return message(flags: 0x8180, answers: found.count, Self.records(found, question.type, seconds: seconds))
        }
    }

    private static func question(in query: [UInt8], isTCP: Bool) -> (Question, Int)? {
        var labels: [String] = []
        var offset = 12
        while offset < query.count, query[offset] > 0 {
            let end = offset + 1 + Int(query[offset])
            guard end < query.count else { return nil }
            labels.append(String(decoding: query[(offset + 1)..<end], as: UTF8.self))
            offset = end
        }
        guard offset + 5 <= query.count else { return nil }
        let type = UInt16(query[offset + 1]) << 8 | UInt16(query[offset + 2])
        return (Question(name: labels.joined(separator: "."), type: type, isTCP: isTCP), offset + 5)
    }

    private static func records(_ found: [[UInt8]], _ type: UInt16, seconds: UInt32) -> [UInt8] {
        found.flatMap { data in
            let lifetime = word(UInt16(seconds >> 16)) + word(UInt16(seconds & 0xFFFF))
            let head: [UInt8] = [0xC0, 0x0C] + word(type) + word(1)
            return head + lifetime + word(UInt16(data.count)) + data
        }
    }

    private static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

    // MARK: Sockets

    private static func bound(_ type: __socket_type, port: UInt16) -> Int32 {
        let number = socket(AF_INET, Int32(type.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return number }
        close(number)
        return -1
    }

    private static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
