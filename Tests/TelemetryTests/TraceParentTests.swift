import Bytes
import Telemetry
import Testing

/// W3C Trace Context, level 1, section 3.2.
@Suite struct TraceParentTests {
    private static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func read(_ text: String) -> TraceParent? { TraceParent(parsing: Array(text.utf8).span) }

    private static func written(_ parent: TraceParent) -> String {
        var buffer = ByteBuffer()
        parent.append(to: &buffer)
        return String(decoding: buffer.span.copy(), as: UTF8.self)
    }

    @Test func aValidValueIsReadAndWrittenAsItWas() throws {
        let parent = try #require(Self.read(Self.valid))
        #expect(parent.traceHigh == 0x4bf9_2f35_77b3_4da6)
        #expect(parent.traceLow == 0xa3ce_929d_0e0e_4736)
        #expect(parent.parentID == 0x00f0_67aa_0ba9_02b7)
        #expect(parent.flags == 1)
        #expect(parent.traceText == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(Self.written(parent) == Self.valid)
    }

    @Test(arguments: ["00", "01", "02", "0f", "10", "ff"])
    func flagsOfThisVersionAreKept(flags: String) throws {
        let text = Self.valid.dropLast(2) + flags
        #expect(Self.written(try #require(Self.read(String(text)))) == text)
    }

    @Test("of a later version only what is known is kept", arguments: ["", "-", "-what-may-come"])
    func laterVersions(rest: String) throws {
        let later = "cc" + Self.valid.dropFirst(2).dropLast(2) + "ff" + rest
        #expect(Self.written(try #require(Self.read(later))) == Self.valid)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.x",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00-4bf92f3577b34da6a3ce929d0e0e47é-00f067aa0ba902b7-01",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(Self.read(text) == nil)
    }

    @Test func newTracesDifferAndAreNotSampled() {
        var seen: Set<String> = []
        for id in (0..<1_000).map({ UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }) + [.max] {
            let parent = TraceParent(beginningWith: id)
            #expect(seen.insert(parent.traceText).inserted)
            #expect(parent.flags == 0)
            #expect(Self.read(Self.written(parent)) == parent)
        }
    }
}
