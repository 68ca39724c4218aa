import Bytes
import HTTP
import Testing

@testable import Upstream

@Suite struct CallMachineTests {
    private func machine(_ method: HTTPMethod = .get, bytesMax: Int = 1_000) -> CallMachine {
        CallMachine(answering: method, bytesMax: bytesMax, limits: HeadLimits())
    }

    /// Feeds `text` in pieces of `size` bytes, as a connection would bring it; the last step and what came of the answer.
    private func fed(
        _ text: String, by size: Int, to machine: inout CallMachine
    ) -> CallStep {
        var read = ByteBuffer()
        var kept = ByteBuffer()
        var head = ResponseHead()
        var step = CallStep.readOn
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            read.removeAll()
            read.append(kept)
            let keptBytes = kept.count
            read.append(bytes.span.extracting(start..<min(start + size, bytes.count)))
            start += size
            step = machine.take(&read, kept: keptBytes, head: &head)
            kept.removeAll()
            switch step {
            case .keepHead: kept.append(read)
            case .readOn: continue
            case .answered, .failed: return step
            }
        }
        return step
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func anAnswerComesWholeHoweverItIsCut(size: Int) {
        var machine = machine()
        let step = fed(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nConnection: X-B\r\nX-B: 2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
            by: size, to: &machine)
        #expect(step == .answered(isReusable: true))
        let answer = machine.takeAnswer()
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body.take(), as: UTF8.self) == "hello world")
        #expect(answer.fields.map(\.name) == ["X-A"])
    }

    @Test func anAnswerBeyondItsBoundIsRefusedBeforeItIsRead() {
        var announced = machine(bytesMax: 10)
        #expect(
            fed("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", by: 1_000, to: &announced)
                == .failed(.answerTooLarge(bytesMax: 10)))
        var endless = machine(bytesMax: 10)
        let chunks =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: "4\r\nabcd\r\n", count: 9)
        #expect(fed(chunks, by: 5, to: &endless) == .failed(.answerTooLarge(bytesMax: 10)))
        #expect(endless.answer.body.count <= 10)
    }

    @Test func interimAnswersWithoutEndAreRefused() {
        var machine = machine()
        let interims = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: CallMachine.interimAnswersMax + 1)
        #expect(fed(interims, by: 30, to: &machine) == .failed(.upstream(.badAnswer)))
    }

    @Test func bytesBehindTheAnswerEndTheConnection() {
        var machine = machine()
        #expect(
            fed("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n", by: 1_000, to: &machine)
                == .answered(isReusable: false))
    }

    @Test func anEndIsTheAnswersOnlyWhereNothingElseSaysSo() {
        var open = machine()
        #expect(fed("HTTP/1.1 200 OK\r\n\r\nabc", by: 1_000, to: &open) == .readOn)
        #expect(open.end(isClean: true) == .answered(isReusable: false))
        #expect(open.answer.body.count == 3)
        var reset = machine()
        _ = fed("HTTP/1.1 200 OK\r\n\r\nabc", by: 1_000, to: &reset)
        #expect(reset.end(isClean: false) == .failed(.upstream(.bodyCut)))
        var short = machine()
        _ = fed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", by: 1_000, to: &short)
        #expect(short.end(isClean: true) == .failed(.upstream(.bodyCut)))
        var silent = machine()
        #expect(silent.end(isClean: true) == .failed(.upstream(.closedBeforeAnswer)))
    }

    @Test func whatIsNotHTTPIsNoAnswer() {
        var machine = machine()
        #expect(fed("SSH-2.0-OpenSSH_9.2\r\n", by: 1_000, to: &machine) == .failed(.upstream(.badAnswer)))
    }

    @Test(arguments: [1, 3, 1_000])
    func aGreetingComesWholeHoweverItIsCut(size: Int) {
        var machine = CallMachine(greetedUntil: { $0.count >= 5 }, bytesMax: 8)
        #expect(machine.awaitsAnswer)
        #expect(fed("hello world", by: size, to: &machine) == .answered(isReusable: false))
        let greeting = String(decoding: machine.takeAnswer().body.take(), as: UTF8.self)
        #expect("hello wo".hasPrefix(greeting) && greeting.count >= 5)
    }

    @Test func aGreetingIsReadNoFurtherThanItsBound() {
        var machine = CallMachine(greetedUntil: { _ in false }, bytesMax: 8)
        #expect(fed("hello", by: 2, to: &machine) == .readOn)
        #expect(fed("hello", by: 2, to: &machine) == .answered(isReusable: false))
        #expect(machine.takeAnswer().body.count == 8)
        var cut = CallMachine(greetedUntil: { _ in false }, bytesMax: 8)
        #expect(fed("he", by: 2, to: &cut) == .readOn)
        #expect(cut.end(isClean: true) == .failed(.upstream(.closedBeforeAnswer)))
    }

    @Test func headHasNoBody() {
        var machine = machine(.head)
        #expect(
            fed("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", by: 1_000, to: &machine)
                == .answered(isReusable: true))
    }
}
