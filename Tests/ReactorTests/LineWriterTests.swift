import Bytes
import Foundation
import Testing

@testable import Reactor

/// A writer over a FIFO whose reader is the test.
@Suite struct LineWriterTests {
    private let path: String
    /// Both ends, so that nobody waits for an opener.
    private let reader: Int32

    init() throws {
        path = NSTemporaryDirectory() + "headgate-lines-\(UUID().uuidString)"
        try #require(mkfifo(path, 0o600) == 0)
        reader = open(path, O_RDWR | O_CLOEXEC)
        try #require(reader >= 0)
        unlink(path)
        // Its name is gone; the descriptor is reached through /proc.
    }

    private func writer() throws -> LineWriter {
        try LineWriter(path: "/proc/self/fd/\(reader)") { Array("missing \($0)\n".utf8) }
    }

    private static func write(_ text: String, to writer: LineWriter) {
        var line = ByteBuffer()
        line.append(text + "\n")
        writer.write(line)
    }

    /// Reads until enough whole lines are there.
    private func lines(until isEnough: ([Substring]) -> Bool) throws -> [Substring] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let lines =
                bytes.last == UInt8(ascii: "\n") ? String(decoding: bytes, as: UTF8.self).split(separator: "\n") : []
            if isEnough(lines) { return lines }
            let read = read(reader, &buffer, buffer.count)
            try #require(read > 0)
            bytes += buffer[..<read]
        }
    }

    @Test func linesArriveInTheirOrder() throws {
        let writer = try writer()
        for number in 0..<100 { Self.write("line \(number)", to: writer) }
        #expect(try lines { $0.count == 100 } == (0..<100).map { "line \($0)" })
        writer.stop()
        #expect(writer.dropped == 0)
        close(reader)
    }

    @Test("a reader that takes nothing delays nobody, and is told what it missed")
    func stalledReader() throws {
        let writer = try writer()
        let filler = String(repeating: "x", count: 1_000)
        // Three times what pipe, batch and queue hold together.
        let all = 3 * (2 * LineWriter.queueBytesMax + 65_536) / 1_000
        for number in 0..<all { Self.write("\(number) \(filler)", to: writer) }
        let dropped = Int(writer.dropped)
        #expect(dropped > all / 3)
        let first = try lines { $0.count >= all - dropped }
        Self.write("again", to: writer)
        let told = try first + lines { $0.last == "again" }
        let kept = told.filter { $0.hasSuffix(filler) }
        #expect(kept.count == all - dropped, "whole")
        let numbers = kept.compactMap { Int($0.prefix { $0 != " " }) }
        #expect(numbers == numbers.sorted())
        let missing = told.filter { $0.hasPrefix("missing ") }.compactMap { Int($0.dropFirst(8)) }
        #expect(missing.reduce(0, +) == dropped && kept.count + missing.count + 1 == told.count)
        writer.stop()
        close(reader)
    }

    @Test func aStalledReaderDoesNotKeepTheProcess() throws {
        let writer = try writer()
        for _ in 0..<200 { Self.write(String(repeating: "x", count: 1_000), to: writer) }
        writer.stop()
        #expect(writer.dropped > 0)
        Self.write("after the end", to: writer)
        close(reader)
    }

    @Test func aMovedFileIsOpenedAnewByItsName() throws {
        close(reader)
        let log = path + ".log"
        defer { for name in [log, log + ".1"] { unlink(name) } }
        let writer = try LineWriter(path: log) { _ in [] }
        Self.write("before", to: writer)
        // The first line is out when its file says so.
        while try Data(contentsOf: URL(fileURLWithPath: log)).isEmpty { sched_yield() }
        try #require(rename(log, log + ".1") == 0)
        writer.reopen()
        Self.write("behind", to: writer)
        writer.stop()
        #expect(try String(contentsOfFile: log + ".1", encoding: .utf8) == "before\n")
        #expect(try String(contentsOfFile: log, encoding: .utf8) == "behind\n")
    }
}
