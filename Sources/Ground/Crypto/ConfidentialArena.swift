internal import Bytes
internal import Glibc

/// Memory for secrets when OpenSSL's secure heap is absent or full: pages that core dumps leave out, slots that are wiped when
/// they are given back.
///
/// Up to 4 KiB a slot is a power of two from a shared region, so that 100,000 small secrets are not 100,000 mappings (the
/// kernel allows 65,530); regions are kept for reuse. Larger ones are a mapping each.
@safe final class ConfidentialArena: Sendable {
    static let shared = ConfidentialArena()

    private static let slotBytesMin = 32
    private static let slotBytesMax = 4096
    private static let regionBytes = 64 * 1024

    @safe private struct State {
        /// By the exponent of a slot's size.
        var free: [[UnsafeMutableRawPointer]] = unsafe Array(repeating: [], count: 13)
        var region: UnsafeMutableRawPointer?
        var regionUsed = regionBytes
        var bytesUsed = 0
    }

    private let state = Guarded(State())

    /// Bytes handed out now, rounded up to slots.
    var bytesUsed: Int { state.withLock { $0.bytesUsed } }

    /// `size` zeroed bytes. A machine that has none left stops the process: no caller can mend that.
    func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let slot = Self.slotBytes(for: size)
        guard slot <= Self.slotBytesMax else {
            state.withLock { $0.bytesUsed += slot }
            return unsafe Self.map(slot)
        }
        // The address leaves the lock as a number: it belongs to the caller from here on.
        let address = state.withLock { state in
            state.bytesUsed += slot
            return unsafe UInt(bitPattern: Self.takeSlot(slot, from: &state))
        }
        guard let memory = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("no address")
        }
        return unsafe memory
    }

    /// Wipes and takes back what `allocate(size)` gave.
    func free(_ memory: UnsafeMutableRawPointer, size: Int) {
        let slot = Self.slotBytes(for: size)
        unsafe explicit_bzero(memory, slot)
        let address = UInt(bitPattern: memory)
        state.withLock { state in
            state.bytesUsed -= slot
            if slot <= Self.slotBytesMax, let memory = unsafe UnsafeMutableRawPointer(bitPattern: address) {
                unsafe state.free[slot.trailingZeroBitCount].append(memory)
            }
        }
        if slot > Self.slotBytesMax { _ = unsafe munmap(memory, slot) }
    }

    private static func takeSlot(_ slot: Int, from state: inout State) -> UnsafeMutableRawPointer {
        if let memory = unsafe state.free[slot.trailingZeroBitCount].popLast() { return unsafe memory }
        // A region's rest that is too small for this slot is left unused: at most 4 KiB of 64.
        if let region = unsafe state.region, state.regionUsed + slot <= regionBytes {
            defer { state.regionUsed += slot }
            return unsafe region + state.regionUsed
        }
        let region = unsafe map(regionBytes)
        unsafe state.region = region
        state.regionUsed = slot
        return unsafe region
    }

    private static func slotBytes(for size: Int) -> Int {
        guard size <= slotBytesMax else { return (size + 4095) & ~4095 }
        var slot = slotBytesMin
        while slot < size { slot *= 2 }
        return slot
    }

    private static func map(_ size: Int) -> UnsafeMutableRawPointer {
        let memory = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { preconditionFailure("out of memory") }
        _ = unsafe madvise(memory, size, MADV_DONTDUMP)
        return unsafe memory
    }
}
