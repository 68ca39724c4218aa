public import Bytes

/// Tells proxied calls from everything else, by the path's exact bytes: no decoding, no cleaning, so that what is matched here is what
/// is authorised and sent.
public enum PlaneSwitch {
    private static var prefix: StaticString { "/api/datasources/proxy/" }
    private static var readPrefix: StaticString { "/api/datasources/" }
    private static var uidBytesMax: Int { 40 }

    /// `path` is where the path lies in `buffer`.
    public static func plane(of path: Range<Int>, in buffer: borrowing ByteBuffer) -> Plane {
        let bytes = buffer.span
        guard bytes.extracting(path).starts(with: prefix) else { return .control }
        let start = path.lowerBound + prefix.utf8CodeUnitCount
        let first = segment(from: start, to: path.upperBound, in: bytes)
        if bytes.extracting(first).equals("uid"), first.upperBound < path.upperBound {
            let uid = segment(from: first.upperBound + 1, to: path.upperBound, in: bytes)
            let reference = isUID(bytes.extracting(uid)) ? ProxyReference.uid(uid) : .invalidUID
            return .data(reference, remainder: uid.upperBound..<path.upperBound)
        }
        return .data(id(bytes.extracting(first)), remainder: first.upperBound..<path.upperBound)
    }

    /// The source that `path` names for a read of its own: `/api/datasources/uid/UID` or `/api/datasources/ID`, and nothing behind.
    public static func readReference(of path: Range<Int>, in buffer: borrowing ByteBuffer) -> ProxyReference? {
        let bytes = buffer.span
        guard bytes.extracting(path).starts(with: readPrefix) else { return nil }
        let start = path.lowerBound + readPrefix.utf8CodeUnitCount
        let first = segment(from: start, to: path.upperBound, in: bytes)
        if first.upperBound == path.upperBound { return id(bytes.extracting(first)) }
        let uid = first.upperBound + 1..<path.upperBound
        guard bytes.extracting(first).equals("uid"), isUID(bytes.extracting(uid)) else { return nil }
        return .uid(uid)
    }

    /// The source whose resources `path` asks for: `/api/datasources/uid/UID/resources/...` or `/api/datasources/ID/resources/...`.
    public static func resourceReference(of path: Range<Int>, in buffer: borrowing ByteBuffer) -> ResourceReference? {
        let bytes = buffer.span
        guard bytes.extracting(path).starts(with: readPrefix) else { return nil }
        var reference = segment(from: path.lowerBound + readPrefix.utf8CodeUnitCount, to: path.upperBound, in: bytes)
        let isUID = bytes.extracting(reference).equals("uid")
        if isUID { reference = segment(from: reference.upperBound + 1, to: path.upperBound, in: bytes) }
        let word = segment(from: reference.upperBound + 1, to: path.upperBound, in: bytes)
        guard bytes.extracting(word).equals("resources") else { return nil }
        let whole = reference.upperBound..<path.upperBound
        if isUID {
            guard Self.isUID(bytes.extracting(reference)) else { return nil }
            return ResourceReference(source: .uid(reference), whole: whole, path: word.upperBound..<path.upperBound)
        }
        return ResourceReference(
            source: id(bytes.extracting(reference)), whole: whole, path: word.upperBound..<path.upperBound)
    }

    /// Empty where there is nothing between `start` and `end`.
    private static func segment(from start: Int, to end: Int, in bytes: Span<UInt8>) -> Range<Int> {
        guard start < end else { return end..<end }
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "/") { index += 1 }
        return start..<index
    }

    /// A positive integer; a plus sign and leading zeros are accepted, as Grafana's reader does.
    private static func id(_ text: Span<UInt8>) -> ProxyReference {
        var index = !text.isEmpty && text[0] == UInt8(ascii: "+") ? 1 : 0
        guard index < text.count else { return .invalidID }
        var value: Int64 = 0
        while index < text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return .invalidID }
            let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = product.addingReportingOverflow(Int64(digit))
            if tooBig || overflows { return .invalidID }
            value = sum
            index += 1
        }
        return value > 0 ? .id(value) : .invalidID
    }

    private static func isUID(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty, text.count <= uidBytesMax else { return false }
        for index in text.indices {
            let byte = text[index]
            let isLetter = byte.lowercasedASCII &- UInt8(ascii: "a") < 26
            let isDigit = byte &- UInt8(ascii: "0") < 10
            if !isLetter && !isDigit && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") { return false }
        }
        return true
    }
}
