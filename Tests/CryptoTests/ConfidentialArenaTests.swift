import TestSupport
import Testing

@testable import Crypto

@Suite struct ConfidentialArenaTests {
    @Test(arguments: [1, 32, 33, 1000, 4096])
    func aSlotIsWipedBeforeItIsUsedAgain(_ size: Int) {
        let arena = ConfidentialArena()
        let first = arena.allocate(size)
        first.initializeMemory(as: UInt8.self, repeating: 0xAB, count: size)
        arena.free(first, size: size)
        let second = arena.allocate(size)
        #expect(first == second)
        #expect(UnsafeRawBufferPointer(start: second, count: size).allSatisfy { $0 == 0 })
        arena.free(second, size: size)
        #expect(arena.bytesUsed == 0)
    }

    @Test func slotsNeverOverlap() {
        let arena = ConfidentialArena()
        var random = SeededGenerator(seed: 6)
        var held: [(memory: UnsafeMutableRawPointer, size: Int, mark: UInt8)] = []
        for round in 0..<4000 {
            if held.count > 300 || (!held.isEmpty && Bool.random(using: &random)) {
                let slot = held.swapRemove(at: Int.random(in: 0..<held.count, using: &random))
                #expect(UnsafeRawBufferPointer(start: slot.memory, count: slot.size).allSatisfy { $0 == slot.mark })
                arena.free(slot.memory, size: slot.size)
            } else {
                let size = Int.random(in: 1...6000, using: &random)
                let mark = UInt8(round & 255)
                let memory = arena.allocate(size)
                memory.initializeMemory(as: UInt8.self, repeating: mark, count: size)
                held.append((memory, size, mark))
            }
        }
        for slot in held { arena.free(slot.memory, size: slot.size) }
        #expect(arena.bytesUsed == 0)
    }
}

extension Array {
    fileprivate mutating func swapRemove(at index: Int) -> Element {
        swapAt(index, count - 1)
        return removeLast()
    }
}
