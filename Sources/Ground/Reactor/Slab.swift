/// Fixed memory for connections and exchanges: slots that are reached by number, used again, and never move. Memory is taken
/// in pages of slots as they are first needed and kept until the end.
@safe public struct Slab<Element: ~Copyable>: ~Copyable {
    /// Odd while something lives in the slot, even while nothing does: a handle's generation is always odd, so that one
    /// comparison tells both that the slot is taken and by whom.
    private var generations: [UInt32] = []
    private var pages: [UnsafeMutablePointer<Element>]
    private var free: [Int] = []
    /// Slots at most.
    public let limit: Int
    public private(set) var count = 0

    private static var pageSlots: Int { 64 }

    public init(limit: Int) {
        precondition(limit > 0 && limit < 1 << 24)
        self.limit = limit
        unsafe pages = []
    }

    deinit {
        for slot in generations.indices where generations[slot] & 1 == 1 {
            unsafe (pages[slot >> 6] + (slot & 63)).deinitialize(count: 1)
        }
        for index in unsafe pages.indices { unsafe pages[index].deallocate() }
    }

    public var isFull: Bool { count >= limit }

    /// The slot that `element` now lives in. The slab is not full. (Inlined so that what is large is made where it will live.)
    @inline(__always)
    public mutating func insert(_ element: consuming Element) -> Int {
        precondition(!isFull)
        if free.isEmpty { addPage() }
        let slot = free.removeLast()
        unsafe pointer(slot).initialize(to: element)
        generations[slot] &+= 1
        count += 1
        return slot
    }

    /// Empties a slot; handles to it are stale from here on.
    public mutating func remove(_ slot: Int) -> Element {
        vacate(slot)
        return unsafe pointer(slot).move()
    }

    /// The same for what nobody wants any more: it ends where it lives.
    public mutating func discard(_ slot: Int) {
        vacate(slot)
        unsafe pointer(slot).deinitialize(count: 1)
    }

    private mutating func vacate(_ slot: Int) {
        precondition(isTaken(slot), "an empty slot was removed")
        generations[slot] &+= 1
        count -= 1
        free.append(slot)
    }

    /// What a handle to the slot must carry to be valid.
    public func generation(of slot: Int) -> UInt32 { generations[slot] }

    /// Something lives in the slot that `handle` names, and it is still what the handle was made for.
    public func contains(_ handle: Handle) -> Bool {
        let slot = handle.slot
        return slot < generations.count && generations[slot] == handle.generation && handle.generation & 1 == 1
    }

    /// What lives in `slot`, which is taken.
    public subscript(slot: Int) -> Element {
        _read {
            precondition(isTaken(slot), "an empty slot was read")
            yield unsafe pointer(slot).pointee
        }
        _modify {
            precondition(isTaken(slot), "an empty slot was read")
            yield unsafe &pointer(slot).pointee
        }
    }

    /// Every slot that is taken, in order.
    public func occupied() -> [Int] {
        var slots: [Int] = []
        for slot in generations.indices where generations[slot] & 1 == 1 { slots.append(slot) }
        return slots
    }

    private func isTaken(_ slot: Int) -> Bool { generations[slot] & 1 == 1 }

    private func pointer(_ slot: Int) -> UnsafeMutablePointer<Element> { unsafe pages[slot >> 6] + (slot & 63) }

    private mutating func addPage() {
        let first = generations.count
        unsafe pages.append(.allocate(capacity: Self.pageSlots))
        generations.append(contentsOf: repeatElement(0, count: Self.pageSlots))
        for slot in (first..<min(first + Self.pageSlots, limit)).reversed() { free.append(slot) }
    }
}
