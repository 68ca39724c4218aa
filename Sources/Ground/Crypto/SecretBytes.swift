public import Bytes
internal import COpenSSL
internal import Glibc

/// Bytes that nobody prints: a password, a key, an opened secret. They never move, never change, and are wiped at the end.
///
/// They lie in OpenSSL's secure heap (locked, guarded, left out of core dumps) when `SecureMemory.start` set it up and it has
/// room, else in pages of our own that core dumps leave out.
@safe public final class SecretBytes: @unchecked Sendable {
    // Sendable without a guard: everything is written before `init` returns and never again until `deinit`.
    private let base: UnsafeMutableRawPointer
    public let count: Int
    /// Locked into memory and guarded, if the secure heap could be locked at all.
    public let isInSecureHeap: Bool

    private init(zeroed count: Int) {
        // Never 0 bytes, so that there always is an address.
        let size = max(count, 1)
        self.count = count
        if SecureMemory.takes(size), let memory = unsafe CRYPTO_secure_zalloc(size, nil, 0) {
            unsafe base = memory
            isInSecureHeap = true
        } else {
            unsafe base = ConfidentialArena.shared.allocate(size)
            isInSecureHeap = false
        }
    }

    deinit {
        let size = max(count, 1)
        if isInSecureHeap {
            unsafe CRYPTO_secure_clear_free(base, size, nil, 0)
        } else {
            unsafe ConfidentialArena.shared.free(base, size: size)
        }
    }

    public convenience init(copying bytes: Span<UInt8>) {
        self.init(zeroed: bytes.count)
        unsafe bytes.withUnsafeBytes { source in
            if let from = source.baseAddress { _ = unsafe memcpy(base, from, source.count) }
        }
    }

    /// `count` bytes that only this process will ever know.
    public convenience init(randomCount count: Int) {
        self.init(zeroed: count)
        unsafe SecureRandom.fill(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// `count` bytes that `fill` writes in place; a throw wipes what it wrote.
    convenience init<Failure: Error>(
        count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(zeroed: count)
        try unsafe fill(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    public func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try unsafe body(Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: count))
    }

    /// Copies the bytes behind those of `buffer`, which should be a confidential one.
    public func append(to buffer: inout ByteBuffer) {
        withSpan { buffer.append($0) }
    }

    /// The same bytes for C; the address is never nil, even without bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        return unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<sealed>" }
    public var debugDescription: String { "<sealed>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
