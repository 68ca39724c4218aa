import Glibc
import Testing

@testable import Reactor

@Suite struct LoopTests {
    @Test func aSignalWakesUntilItIsDrained() throws {
        var loop = try Loop(kernel: .linux)
        let before = loop.wait(milliseconds: 0)
        loop.wake.signal()
        loop.wake.signal()
        let first = loop.wait(milliseconds: 2_000)
        let event = loop.event(0)
        let again = loop.wait(milliseconds: 0)
        loop.wake.drain()
        let after = loop.wait(milliseconds: 0)
        #expect((before, first, again, after) == (0, 1, 1, 0))
        #expect(event.handle == Handle(kind: .wake, slot: 0) && event.readiness == .readable)
    }

    @Test func aRawDescriptorIsWatchedUntilUnwatched() throws {
        var loop = try Loop(kernel: .linux)
        var ends: [Int32] = [-1, -1]
        let result = pipe(&ends)
        #expect(result == 0)
        defer { for end in ends { close(end) } }
        let handle = Handle(kind: .resolver, slot: Int(ends[0]))
        try loop.watch(rawDescriptor: ends[0], handle: handle, interest: .readable, isNew: true)
        let written = write(ends[1], "x", 1)
        let first = loop.wait(milliseconds: 2_000)
        let reported = loop.event(0).handle
        let second = loop.wait(milliseconds: 0)
        try loop.watch(rawDescriptor: ends[0], handle: handle, interest: [], isNew: false)
        let muted = loop.wait(milliseconds: 0)
        try loop.watch(rawDescriptor: ends[0], handle: handle, interest: .readable, isNew: false)
        loop.unwatch(rawDescriptor: ends[0])
        let gone = loop.wait(milliseconds: 0)
        loop.unwatch(rawDescriptor: ends[0])
        #expect(written == 1 && reported == handle)
        #expect((first, second, muted, gone) == (1, 1, 0, 0))
    }
}
