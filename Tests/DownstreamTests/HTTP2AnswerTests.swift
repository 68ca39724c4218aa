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

    private static func payload(of answer: inout HTTP2Answer, _ count: Int) -> String {
        var output = ByteBuffer()
        answer.takePayload(count, into: &output)
        return String(decoding: output.span.copy(), as: UTF8.self)
    }

    private static func take(_ text: String, to method: String = "GET", piece: Int = .max) -> Taken {
        var answer = HTTP2Answer(to: HTTPMethod(Array(method.utf8).span))
        var taken = Taken()
        var scratch = ResponseHead()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count, taken.isRight {
            let end = min(bytes.count, start + min(piece, bytes.count))
            taken.isRight = answer.take(bytes[start..<end].span, Span(), Span(), &scratch) { head, _, ends in
                taken.statuses.append(head.status)
                taken.endsAtHead = ends
                return true
            }
            start = end
        }
        taken.hasEnded = answer.hasEnded
        taken.payload = payload(of: &answer, answer.payloadBytes)
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

    @Test("memory that payload took is given back when the payload is gone, and not before")
    func memoryIsGivenBack() {
        var answer = HTTP2Answer(to: .get)
        var spare = ByteBuffer(capacity: 1_000)
        var scratch = ResponseHead()
        func take(_ text: String) -> Bool {
            answer.takeMemory(of: &spare)
            let isTaken = answer.take(Array(text.utf8).span, Span(), Span(), &scratch) { _, _, _ in true }
            return isTaken && spare.capacity == 0
        }
        let isBegun = take("HTTP/1.1 200 OK\r\nContent-Length: 300010\r\n\r\n12345")
        let first = Self.payload(of: &answer, 5)
        answer.giveBackMemory(to: &spare)
        let (kept, left) = (spare.capacity, answer.payloadBytes)
        #expect(isBegun && first == "12345" && kept == 1_000 && left == 0)

        // Some is left: it stays where it is, and goes with the rest.
        let goesOn = take("67890")
        let next = Self.payload(of: &answer, 2)
        answer.giveBackMemory(to: &spare)
        let keptNothing = spare.capacity
        let rest = Self.payload(of: &answer, 3)
        #expect(goesOn && keptNothing == 0 && next == "67" && rest == "890")

        let isLong = take(String(repeating: "x", count: 300_000))
        let long = Self.payload(of: &answer, 300_000)
        answer.giveBackMemory(to: &spare)
        let keptOfLong = spare.capacity
        #expect(isLong && long.utf8.count == 300_000 && keptOfLong == 0)
    }
}
