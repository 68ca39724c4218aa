import Testing

@testable import Reactor

@Suite struct SlabTests {
    /// Counts its own ends.
    private struct Counted: ~Copyable {
        final class Ends { var count = 0 }

        let ends: Ends
        var value: Int

        deinit { ends.count += 1 }
    }

    @Test func slotsKeepWhatWasPutIn() {
        let ends = Counted.Ends()
        var slab = Slab<Counted>(limit: 200)
        let slots = (0..<200).map { slab.insert(Counted(ends: ends, value: $0)) }
        #expect(Set(slots) == Set(0..<200))
        let values = slots.map { slab[$0].value }
        #expect(values == Array(0..<200))
        slab[slots[150]].value = -1
        let changed = slab[slots[150]].value
        #expect(changed == -1)
        let occupied = slab.occupied()
        #expect(occupied == Array(0..<200))
    }

    @Test func handlesToAnEarlierTenantAreStale() {
        var slab = Slab<Int>(limit: 4)
        let slot = slab.insert(1)
        let old = Handle(kind: .source, slot: slot, generation: slab.generation(of: slot))
        let whileThere = slab.contains(old)
        let taken = slab.remove(slot)
        let whenGone = slab.contains(old)
        let again = slab.insert(2)
        slab.discard(again)
        _ = slab.insert(3)
        let whenTakenAgain = slab.contains(old)
        let new = slab.contains(Handle(kind: .source, slot: slot, generation: slab.generation(of: slot)))
        #expect(taken == 1 && again == slot)
        #expect((whileThere, whenGone, whenTakenAgain, new) == (true, false, false, true))
    }

    @Test(arguments: [1, 5, 63, 64, 999, 1_000, (1 << 24) - 1])
    func handlesBeyondWhatWasEverUsedAreStale(_ slot: Int) {
        var slab = Slab<Int>(limit: 1_000)
        _ = slab.insert(1)
        let isThere = slab.contains(Handle(kind: .source, slot: slot))
        #expect(!isThere)
    }

    @Test(arguments: [1, 63, 64, 65, 130])
    func theLimitIsExact(_ limit: Int) {
        var slab = Slab<Int>(limit: limit)
        for value in 0..<limit {
            let isFull = slab.isFull
            let slot = slab.insert(value)
            #expect(!isFull && slot < limit)
        }
        let (isFull, count) = (slab.isFull, slab.count)
        #expect(isFull && count == limit)
        _ = slab.remove(limit / 2)
        let hasRoom = !slab.isFull
        let slot = slab.insert(7)
        #expect(hasRoom && slot == limit / 2)
    }

    @Test func everyElementEndsOnce() {
        let ends = Counted.Ends()
        do {
            var slab = Slab<Counted>(limit: 100)
            for value in 0..<100 { _ = slab.insert(Counted(ends: ends, value: value)) }
            for slot in stride(from: 0, to: 100, by: 2) { _ = slab.remove(slot) }
            #expect(ends.count == 50)
            for slot in stride(from: 1, to: 100, by: 4) { slab.discard(slot) }
            let left = slab.occupied()
            #expect(ends.count == 75 && left == Array(stride(from: 3, to: 100, by: 4)))
        }
        #expect(ends.count == 100)
    }
}
