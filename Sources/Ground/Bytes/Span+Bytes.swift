internal import Glibc

/// Questions that parsers ask of a run of bytes. Offsets count from the span's start; a range outside it is a bug and stops.
extension Span<UInt8> {
    /// The offset of the first `byte` at or behind `start`.
    public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count else { return nil }
        precondition(start >= 0)
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// The eight bytes from `offset` on, the first in the lowest bits; they lie within the span.
    @inline(__always)
    public func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count &- 8)
        return unsafe withUnsafeBytes { bytes in
            unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
    }

    /// The two runs hold the same bytes.
    public func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
                return unsafe memcmp(a, b, count) == 0
            }
        }
    }

    /// The bytes are those of `text`.
    public func equals(_ text: StaticString) -> Bool {
        equals(unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The bytes are those of `lowercase`, an ASCII text without capitals, but for the case of letters.
    public func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
        let length = lowercase.utf8CodeUnitCount
        guard count == length else { return false }
        let other = unsafe Span(_unsafeStart: lowercase.utf8Start, count: length)
        return equalsIgnoringCase(other)
    }

    /// The same against bytes that are already in lower case.
    public func equalsIgnoringCase(_ lowercase: Span<UInt8>) -> Bool {
        guard count == lowercase.count else { return false }
        var index = 0
        while index < count {
            if self[index].lowercasedASCII != lowercase[index] { return false }
            index += 1
        }
        return true
    }

    /// The bytes begin with those of `text`.
    public func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && extracting(0..<length).equals(text)
    }

    /// The bytes as text; nothing when they are not valid UTF-8.
    public func validatedString() -> String? {
        guard let text = try? UTF8Span(validating: self) else { return nil }
        return String(copying: text)
    }

    /// The bytes as an array of their own.
    public func copy() -> [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension UInt8 {
    /// This byte with `A`-`Z` made `a`-`z`.
    public var lowercasedASCII: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension [UInt8] {
    public mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
