import Bytes
import Synchronization
import Telemetry
import Testing

@Suite struct LoggerTests {
    private final class Lines: Sendable {
        private let text = Mutex("")

        func append(_ line: borrowing ByteBuffer) {
            let line = line.span.validatedString() ?? "not UTF-8"
            text.withLock { $0 += line }
        }

        var all: String { text.withLock { $0 } }
    }

    private let lines = Lines()

    private func logger(_ level: LogLevel, milliseconds: Int64 = 0) -> Logger {
        Logger(level: level, clock: { milliseconds }, sink: { [lines] in lines.append($0) })
    }

    @Test func aLineIsOneObjectWithItsFieldsInOrder() {
        logger(.info, milliseconds: 1_795_279_556_007).info(
            "call failed", [.text("requestId", "00ff"), .number("status", 502), .flag("retried", false)])
        let expected =
            #"{"time":"2026-11-21T16:45:56.007Z","level":"info","message":"call failed","requestId":"00ff","#
            + #""status":502,"retried":false}"# + "\n"
        #expect(lines.all == expected)
    }

    @Test("a value cannot begin a second line or member")
    func valuesAreEscaped() {
        logger(.debug).warning("x", [.text("name", "a\"\n{\"level\":\"error\"}\r\u{7}")])
        #expect(lines.all.filter { $0 == "\n" }.count == 1)
        #expect(lines.all.contains(#""name":"a\"\n{\"level\":\"error\"}\r\u0007"}"#))
    }

    @Test func linesBelowTheLevelAreNeitherWrittenNorMade() {
        var isMade = false
        func fields() -> [LogField] {
            isMade = true
            return []
        }
        logger(.warning).info("quiet", fields())
        #expect(lines.all.isEmpty)
        #expect(!isMade)
        logger(.warning).error("loud", fields())
        #expect(isMade)
    }

    @Test func theLevelCanBeMovedWhileOthersLog() {
        let threshold = LogThreshold(.warning)
        let logger = Logger(threshold: threshold, clock: { 0 }, sink: { [lines] in lines.append($0) })
        logger.info("before")
        threshold.move(to: .debug)
        logger.debug("behind")
        threshold.move(to: .error)
        logger.warning("above")
        #expect(!lines.all.contains("before") && lines.all.contains("behind") && !lines.all.contains("above"))
    }

    @Test func aLineIsWrittenFieldByFieldToo() {
        var path = ByteBuffer()
        path.append("/a\"")
        logger(.info).log(.warning, "m") { line in
            line.field("path", path)
            line.field("n", -1)
            line.field("is", true)
            line.field("text", "t")
        }
        let expected =
            #"{"time":"1970-01-01T00:00:00.000Z","level":"warning","message":"m","path":"/a\"","n":-1,"is":true,"#
            + #""text":"t"}"# + "\n"
        #expect(lines.all == expected)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func timesAreUTC(milliseconds: Int64, text: String) {
        logger(.info, milliseconds: milliseconds).info("x")
        #expect(lines.all.contains("\"time\":\"\(text)\""))
    }
}
