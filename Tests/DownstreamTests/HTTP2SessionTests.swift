import Bytes
import HTTP
import TestSupport
import Testing

@testable import Downstream

/// Frames in, requests out, however the bytes are cut.
@Suite struct HTTP2SessionTests {
    typealias Frame = HTTP2Client.Frame

    private final class Heads { var texts: [String] = [] }

    private static var start: [UInt8] { HTTP2Client.preface + Frame(HTTP2Client.settings).bytes }

    private static func session(writingTo heads: Heads, _ buffers: HTTP2Buffers = HTTP2Buffers()) -> HTTP2Session {
        HTTP2Session(HTTP2Configuration(), limits: HeadLimits(), buffers: buffers) { stream, head, isChunked, isWhole in
            heads.texts.append(String(decoding: head.span.copy(), as: UTF8.self))
            return HTTP2Lane(
                stream: stream, connection: nil, board: LaneBoard(), head: &head, isChunked: isChunked,
                isRequestWhole: isWhole)
        }
    }

    /// The heads of the requests in `frames`, given in pieces of `piece` bytes; nothing when the session would not have them.
    private static func heads(_ frames: [Frame], piece: Int) -> [String]? {
        let heads = Heads()
        let session = session(writingTo: heads)
        let bytes = start + frames.flatMap(\.bytes)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            guard session.feed(Array(bytes[start..<min(start + piece, bytes.count)]).span) else { return nil }
        }
        return heads.texts
    }

    /// A request whose head comes in a HEADERS frame and `count` more.
    private static func request(pieces count: Int) -> [Frame] {
        let block = HTTP2Client.request("GET", "/api/x")
        let cut = block.count / (count + 1)
        return (0...count).map { index in
            let end = index == count ? block.count : (index + 1) * cut
            return Frame(
                index == 0 ? HTTP2Client.headers : HTTP2Client.continuation,
                flags: (index == 0 ? 1 : 0) | (index == count ? 4 : 0), stream: 1, Array(block[index * cut..<end]))
        }
    }

    @Test("pieces of a head are counted as frames, not as they arrive", arguments: [1, 2, 7, 1_000])
    func piecesOfHeadsAreCountedAsFrames(_ piece: Int) {
        let head = "GET /api/x HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n"
        #expect(Self.heads(Self.request(pieces: 1), piece: piece) == [head])
        #expect(Self.heads(Self.request(pieces: 8), piece: piece) == [head])
    }

    @Test("heads of two connections that come in turns are each their own")
    func headsOfTwoConnectionsAreTheirOwn() {
        let (heads, buffers) = (Heads(), HTTP2Buffers())
        let sessions = (0..<2).map { _ in Self.session(writingTo: heads, buffers) }
        for stream: UInt32 in [1, 3, 5] {
            let frames = ["a", "b"].map { name in
                let own = [("authorization", "Bearer \(name)\(stream)"), ("cookie", "c=\(name)\(stream)")]
                let block = HTTP2Client.request("GET", "/\(name)", own)
                return Frame(HTTP2Client.headers, flags: 5, stream: stream, block).bytes
            }
            let prefix = stream == 1 ? Self.start : []
            let whole = frames.map { prefix + $0 }
            // The first has all but its last byte, then the second comes whole.
            for (index, bytes) in [(0, whole[0].dropLast()), (1, whole[1][...]), (0, whole[0].suffix(1))] {
                let isTaken = sessions[index].feed(Array(bytes).span)
                #expect(isTaken)
            }
        }
        let expected = [1, 3, 5].flatMap { stream in
            ["b", "a"].map { name in
                """
                GET /\(name) HTTP/1.1\r
                Connection: close\r
                Host: localhost\r
                authorization: Bearer \(name)\(stream)\r
                Cookie: c=\(name)\(stream)\r
                \r

                """
            }
        }
        #expect(heads.texts == expected)
    }

    @Test("a head that was refused leaves nothing to the next")
    func refusedHeadsLeaveNothing() {
        let refused = Frame(
            HTTP2Client.headers, flags: 5, stream: 1,
            HTTP2Client.request("GET", "/a", [("x-kept", "1"), ("Capital", "2")]))
        let next = Frame(HTTP2Client.headers, flags: 5, stream: 3, HTTP2Client.request("GET", "/b"))
        #expect(
            Self.heads([refused, next], piece: 1_000)
                == ["GET /b HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n"])
    }

    @Test("A-164: more pieces of a head than are allowed end the session", arguments: [1, 1_000])
    func moreAreTooMany(_ piece: Int) {
        #expect(Self.heads(Self.request(pieces: 9), piece: piece) == nil)
    }
}
