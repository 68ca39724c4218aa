internal import Glibc

/// A growable run of bytes with one owner: what is read from a socket, a head under construction, what could not be sent yet.
///
/// `span` shows the bytes written so far. Memory is taken on first use and given back by `release()` or at the end of the
/// owner's life, so that a connection with nothing to say costs nothing. Growth doubles; callers bound it by asking `count` first.
@safe public struct ByteBuffer: ~Copyable {
    /// Where the memory comes from and how it ends.
    public enum Kind: Sendable {
        /// The heap; freed as it is.
        case plain
        /// Pages of its own that core dumps leave out (MADV_DONTDUMP), wiped before they are given back: for bytes that
        /// carry credentials.
        case confidential
    }

    public let kind: Kind
    public private(set) var count = 0
    public private(set) var capacity = 0
    private var base: UnsafeMutableRawPointer?

    /// An empty buffer; memory is taken by the first append unless `capacity` (bytes) asks for it now.
    public init(capacity: Int = 0, kind: Kind = .plain) {
        self.kind = kind
        if capacity > 0 { reserve(capacity) }
    }

    deinit {
        if let base = unsafe base { unsafe Self.free(base, capacity: capacity, kind: kind) }
    }

    public var isEmpty: Bool { count == 0 }

    /// The bytes written so far.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let bytes = unsafe UnsafeBufferPointer(start: base?.assumingMemoryBound(to: UInt8.self), count: count)
            return unsafe _overrideLifetime(Span(_unsafeElements: bytes), borrowing: self)
        }
    }

    // MARK: Writing

    public mutating func append(_ byte: UInt8) {
        reserve(count + 1)
        unsafe base?.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends the first `length` bytes of two words, at most 16, each word's lowest byte first.
    @inline(__always)
    public mutating func append(words first: UInt64, _ second: UInt64, length: Int) {
        precondition(length >= 0 && length <= 16)
        reserve(count &+ 16)
        unsafe base?.storeBytes(of: first.littleEndian, toByteOffset: count, as: UInt64.self)
        unsafe base?.storeBytes(of: second.littleEndian, toByteOffset: count &+ 8, as: UInt64.self)
        count &+= length
    }

    /// Appends `length` bytes of `bytes` from `offset` on, at most 31, and `last` behind them. For short runs in the midst of others, without a
    /// call of `memcpy`: 32 bytes are read, which lie within `bytes`.
    @inline(__always)
    public mutating func append(short bytes: Span<UInt8>, at offset: Int, length: Int, then last: UInt8) {
        precondition(length >= 0 && length < 32 && offset >= 0 && offset <= bytes.count &- 32)
        reserve(count &+ 32)
        let run = unsafe bytes.withUnsafeBytes { source in
            unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
        }
        unsafe base?.storeBytes(of: run, toByteOffset: count, as: SIMD4<UInt64>.self)
        unsafe base?.storeBytes(of: last, toByteOffset: count &+ length, as: UInt8.self)
        count &+= length &+ 1
    }

    public mutating func append(_ bytes: Span<UInt8>) {
        let added = bytes.count
        guard added > 0 else { return }
        reserve(count + added)
        unsafe copy(bytes, to: count)
        count += added
    }

    /// Appends two runs with a text behind each: one look at the room for all four.
    @inline(__always)
    public mutating func append(
        _ first: Span<UInt8>, _ between: StaticString, _ second: Span<UInt8>, _ behind: StaticString
    ) {
        let (start, middle) = (count &+ first.count, count &+ first.count &+ between.utf8CodeUnitCount)
        let end = middle &+ second.count
        reserve(end &+ behind.utf8CodeUnitCount)
        unsafe copy(first, to: count)
        unsafe copy(between, to: start)
        unsafe copy(second, to: middle)
        unsafe copy(behind, to: end)
        count = end &+ behind.utf8CodeUnitCount
    }

    public mutating func append(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        append(unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    public mutating func append(_ bytes: [UInt8]) { append(bytes.span) }

    public mutating func append(_ other: borrowing ByteBuffer) { append(other.span) }

    /// The bytes of `range` of another buffer.
    public mutating func append(_ other: borrowing ByteBuffer, _ range: Range<Int>) {
        append(other.span.extracting(range))
    }

    public mutating func append(_ text: String) { append(text.utf8.span) }

    /// The eight bytes of `word`, the lowest first.
    public mutating func append(littleEndian word: UInt64) {
        reserve(count + 8)
        unsafe base?.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count += 8
    }

    /// `number` in base 10.
    public mutating func append(decimal number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: (number / divisor) % 10) &+ 0x30)
            divisor /= 10
        }
    }

    /// `number` in base 16, lower case.
    public mutating func append(hexadecimal number: UInt64) {
        var shift = 60
        while shift > 0, number >> UInt64(shift) == 0 { shift -= 4 }
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: (number >> UInt64(shift)) & 15)
            append(digit < 10 ? digit &+ 0x30 : digit &+ 0x57)
            shift -= 4
        }
    }

    /// Lets `body` fill up to `maximum` bytes behind the last one and say how many it wrote (fewer than 0 counts as none).
    /// The way in for `recv`.
    public mutating func fill<Failure: Error>(
        upTo maximum: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        reserve(count + maximum)
        guard let base = unsafe base else { return 0 }
        let room = unsafe UnsafeMutableRawBufferPointer(start: base + count, count: maximum)
        let written = try unsafe body(room)
        precondition(written <= maximum)
        if written > 0 { count += written }
        return written
    }

    /// Copies the bytes of `range` to `offset`; the two may overlap. Both lie within the bytes written so far.
    public mutating func move(_ range: Range<Int>, to offset: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && offset >= 0 && offset + range.count <= count)
        guard let base = unsafe base, !range.isEmpty else { return }
        _ = unsafe memmove(base + offset, base + range.lowerBound, range.count)
    }

    // MARK: Forgetting

    public mutating func removeAll() { count = 0 }

    /// Overwrites what was written with zeros, then forgets it. For bytes that carried a credential.
    public mutating func wipe() {
        if let base = unsafe base { unsafe explicit_bzero(base, count) }
        count = 0
    }

    /// Drops the first `length` bytes; what remains moves to the front.
    public mutating func removeFirst(_ length: Int) {
        precondition(length >= 0 && length <= count)
        let rest = count - length
        move(length..<count, to: 0)
        count = rest
    }

    /// Forgets everything behind the first `length` bytes.
    public mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// Gives the memory back; the buffer is empty and usable.
    public mutating func release() {
        if let base = unsafe base { unsafe Self.free(base, capacity: capacity, kind: kind) }
        unsafe base = nil
        count = 0
        capacity = 0
    }

    /// Makes room for `wanted` bytes in all.
    public mutating func reserve(_ wanted: Int) {
        if wanted > capacity { grow(to: wanted) }
    }

    // MARK: Memory

    /// There is room for them.
    @inline(__always) @unsafe
    private func copy(_ bytes: Span<UInt8>, to offset: Int) {
        unsafe bytes.withUnsafeBytes { source in
            guard let base = unsafe base, let from = source.baseAddress else { return }
            _ = unsafe memcpy(base + offset, from, source.count)
        }
    }

    @inline(__always) @unsafe
    private func copy(_ text: StaticString, to offset: Int) {
        guard let base = unsafe base else { return }
        _ = unsafe memcpy(base + offset, text.utf8Start, text.utf8CodeUnitCount)
    }

    private mutating func grow(to wanted: Int) {
        let size = Self.capacity(for: max(wanted, capacity * 2), kind: kind)
        let fresh = unsafe Self.allocate(size, kind: kind)
        if let base = unsafe base {
            _ = unsafe memcpy(fresh, base, count)
            unsafe Self.free(base, capacity: capacity, kind: kind)
        }
        unsafe base = fresh
        capacity = size
    }

    private static func capacity(for wanted: Int, kind: Kind) -> Int {
        switch kind {
        case .plain: max(wanted, 512)
        case .confidential: (wanted + 4095) & ~4095
        }
    }

    private static func allocate(_ size: Int, kind: Kind) -> UnsafeMutableRawPointer {
        switch kind {
        case .plain:
            guard let memory = unsafe malloc(size) else { fatalOutOfMemory() }
            return unsafe memory
        case .confidential:
            let memory = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { fatalOutOfMemory() }
            _ = unsafe madvise(memory, size, MADV_DONTDUMP)
            return unsafe memory
        }
    }

    private static func free(_ memory: UnsafeMutableRawPointer, capacity: Int, kind: Kind) {
        switch kind {
        case .plain: unsafe Glibc.free(memory)
        case .confidential:
            unsafe explicit_bzero(memory, capacity)
            _ = unsafe munmap(memory, capacity)
        }
    }

    /// Linux overcommits: a refusal here is a limit of the machine that no caller can mend.
    private static func fatalOutOfMemory() -> Never { preconditionFailure("out of memory") }
}
