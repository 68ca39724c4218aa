/// The bytes that a scripted source answers with, its trouble included.
enum AnswerWriter {
    static func bytes(for call: CallPlan, random: inout SeededRandom) -> [UInt8] {
        let behaviour = call.behaviour
        var bytes: [UInt8] = []
        for _ in 0..<behaviour.interims { bytes += Array("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".utf8) }
        var head = "HTTP/1.1 \(behaviour.status) Whatever\r\nX-Nonce: \(call.name)\r\n"
        head += "X-Method: \(call.method)\r\nX-Target: \(call.sourceTarget)\r\n"
        head += "Set-Cookie: a=b\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        if behaviour.saysClose { head += "Connection: close\r\n" }
        let body = call.answerBody
        switch behaviour.trouble {
        case .garbage: return bytes + Content.bytes(200, for: call.nonce).map { $0 == 10 ? 11 : $0 }
        case .tooManyFields: return bytes + Array((head + String(repeating: "X-Many: 1\r\n", count: 300) + "\r\n").utf8)
        case .oversizedHead:
            return bytes + Array((head + "X-Long: " + String(repeating: "y", count: 200_000) + "\r\n\r\n").utf8)
        case .twoLengths: return bytes + Array((head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!").utf8)
        case .upgrade: return Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".utf8)
        case .refusesCredential:
            return bytes + Array("HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\n".utf8)
                + (call.isHead ? [] : Array("sourcesecret".utf8))
        default: break
        }
        bytes += Array((head + framing(behaviour, body.count) + "\r\n").utf8)
        guard behaviour.hasBody, !call.isHead else { return bytes + more(behaviour) }
        switch behaviour.framing {
        case .length, .untilClose: bytes += cut(body, behaviour)
        case .chunked:
            let coded = Content.chunked(body, &random)
            call.answersTrailer = Content.hasTrailer(coded)
            bytes += cutChunks(coded, behaviour)
        case .noContent, .notModified: break
        }
        return bytes + more(behaviour)
    }

    private static func framing(_ behaviour: SourceBehaviour, _ count: Int) -> String {
        switch behaviour.framing {
        case .length: "Content-Length: \(count)\r\n"
        case .chunked: "Transfer-Encoding: chunked\r\n"
        case .untilClose, .noContent, .notModified: ""
        }
    }

    /// A trouble in the body leaves at least a byte out.
    private static func cut(_ body: [UInt8], _ behaviour: SourceBehaviour) -> [UInt8] {
        guard behaviour.cutsBody, !body.isEmpty else { return body }
        return Array(body.prefix(body.count / 2))
    }

    private static func cutChunks(_ coded: [UInt8], _ behaviour: SourceBehaviour) -> [UInt8] {
        if behaviour.trouble == .badChunk {
            return Array("5\r\nhello\r\nzz\r\n".utf8)
        }
        return behaviour.cutsBody ? Array(coded.dropLast(3)) : coded
    }

    private static func more(_ behaviour: SourceBehaviour) -> [UInt8] {
        behaviour.isFollowedByMore && behaviour.trouble == nil && behaviour.framing != .untilClose
            ? Array("HTTP/1.1 200 OK\r\nX-Nonce: smuggled\r\n\r\n".utf8) : []
    }
}
