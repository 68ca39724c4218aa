import Bytes
import HTTP
import Testing

@testable import Downstream

@Suite struct HTTP2AnswerTests {
    private struct Taken: Equatable {
        var statuses: [Int] = []
        var endsAtHead = false
        var payload = ""
        var isRight = true
        var hasEnded = false
    }

    private static func take(_ text: String, to method: String = "GET", piece: Int = .max) -> Taken {
        var answer = HTTP2Answer(to: HTTPMethod(Array(method.utf8).span))
        var taken = Taken()
        var scratch = ResponseHead()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count, taken.isRight {
            let end = min(bytes.count, start + min(piece, bytes.count))
            taken.isRight = answer.take(bytes[start..<end].span, &scratch) { head, _, ends in
                taken.statuses.append(head.status)
                taken.endsAtHead = ends
                return true
            }
            start = end
        }
        taken.hasEnded = answer.hasEnded
        answer.takePayload(answer.payloadBytes) { taken.payload = String(decoding: $0.copy(), as: UTF8.self) }
        return taken
    }

    @Test(arguments: [1, 2, 7, .max])
    func answersComeApartHoweverTheyArrive(_ piece: Int) {
        #expect(
            Self.take("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", piece: piece)
                == Taken(statuses: [200], payload: "hello", hasEnded: true))
        #expect(
            Self.take(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                piece: piece)
                == Taken(statuses: [100, 404], payload: "abc", hasEnded: true))
        #expect(
            Self.take("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", to: "HEAD", piece: piece)
                == Taken(statuses: [200], endsAtHead: true, hasEnded: true))
        #expect(
            Self.take("HTTP/1.1 204 No Content\r\n\r\n", piece: piece)
                == Taken(statuses: [204], endsAtHead: true, hasEnded: true))
    }

    @Test func aPartIsNoWhole() {
        #expect(!Self.take("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell").hasEnded)
        #expect(!Self.take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n").hasEnded)
    }

    @Test func bytesBeyondTheEndAreWrong() {
        #expect(!Self.take("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab").isRight)
        #expect(!Self.take("HTTP/1.1 204 No Content\r\n\r\nx").isRight)
        #expect(!Self.take("no answer\r\n\r\n").isRight)
    }
}
