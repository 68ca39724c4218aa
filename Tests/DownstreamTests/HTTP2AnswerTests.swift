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

    private static let text = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".utf8)

    /// The head in `text`, as whoever wrote it knows it.
    private static var known: WrittenHead {
        var head = WrittenHead()
        var bytes = ByteBuffer()
        bytes.append(text)
        head.begin(status: 200, isWanted: true)
        head.noteFraming(length: 5, isChunked: false)
        head.end(in: bytes)
        return head
    }

    @Test("a head that is known is not read, and what follows it has to keep to it")
    func aKnownHead() {
        for (body, isRight) in [("hello", true), ("hell", true), ("hello!", false)] {
            var answer = HTTP2Answer(to: .get)
            let begins = answer.canBegin(with: Self.known)
            let ends = answer.begin(with: Self.known)
            let pieces = Array(body.utf8)
            let isTaken = answer.takeRest(Span(), pieces.span, Span())
            #expect(begins && !ends && isTaken == isRight)
            guard isRight else { continue }
            let (progress, payload) = (answer.progress, Self.payload(of: &answer, answer.payloadBytes))
            #expect(progress == (body.count, body.count == 5) && payload == body)
        }
        var asked = HTTP2Answer(to: .head)
        let endsAtHead = asked.begin(with: Self.known)
        #expect(endsAtHead)
    }

    @Test("only the first of an answer is a head, and only if something is known of it")
    func noHeadToBeginWith() {
        var scratch = ResponseHead()
        let unknown = HTTP2Answer(to: .get).canBegin(with: WrittenHead())
        #expect(!unknown)
        var begun = HTTP2Answer(to: .get)
        _ = begun.take(Self.text.span.extracting(0..<20), Span(), Span(), &scratch) { _, _, _ in true }
        let withinHead = begun.canBegin(with: Self.known)
        _ = begun.take(Self.text.span.extracting(20..<Self.text.count), Span(), Span(), &scratch) { _, _, _ in true }
        let withinBody = begun.canBegin(with: Self.known)
        #expect(!withinHead && !withinBody)
        var interim = HTTP2Answer(to: .post)
        let hint = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        _ = interim.take(hint.span, Span(), Span(), &scratch) { _, _, _ in true }
        let behindInterim = interim.canBegin(with: Self.known)
        #expect(behindInterim)
    }

    @Test("memory that was lent is given back, without what is left of the payload")
    func memoryIsGivenBack() {
        var answer = HTTP2Answer(to: .get)
        var spare = ByteBuffer(capacity: 10_000)
        var scratch = ResponseHead()
        func take(_ text: String, _ count: Int, expecting payload: String) -> Bool {
            let bytes = Array(text.utf8)
            answer.takeMemory(of: &spare, for: bytes.count)
            let isTaken = answer.take(bytes.span, Span(), Span(), &scratch) { _, _, _ in true }
            let gone = Self.payload(of: &answer, count)
            answer.giveBackMemory(to: &spare)
            return isTaken && gone == payload
        }
        let isBegun = take("HTTP/1.1 200 OK\r\nContent-Length: 100010\r\n\r\n12345", 5, expecting: "12345")
        let (kept, left) = (spare.capacity, answer.payloadBytes)
        #expect(isBegun && kept == 10_000 && left == 0)

        let goesOn = take("67890", 2, expecting: "67")
        let (keptOfMore, count) = (spare.capacity, spare.count)
        let rest = Self.payload(of: &answer, answer.payloadBytes)
        #expect(goesOn && keptOfMore == 10_000 && count == 0 && rest == "890")

        // So much is not lent for.
        let long = String(repeating: "x", count: 100_000)
        let isLong = take(long, 100_000, expecting: long)
        let keptBesideLong = spare.capacity
        #expect(isLong && answer.hasEnded && keptBesideLong == 10_000)
    }
}
