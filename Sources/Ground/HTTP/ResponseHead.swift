/// The head of an answer as offsets into the bytes it was read from (RFC 9112 4-6).
///
/// As strict as `RequestHead` about lines and framing; a missing reason phrase and several Content-Length lines that agree (of
/// which `fields` keeps the first) are taken, because real servers send them and nothing is ambiguous. Reused like `RequestHead`.
public struct ResponseHead: Sendable {
    public private(set) var version = HTTPVersion.http11
    /// 100 to 999.
    public private(set) var status = 0
    /// Where its three digits stand, in every status line.
    public static let statusRange = 9..<12
    /// May be empty.
    public private(set) var reason: Range<Int> = 0..<0
    public private(set) var framing = BodyFraming.none
    private var section = FieldSection()

    public init() {}

    /// Reads the head of an answer to a request with `method` from the start of `bytes`, all that was received so far.
    /// `seenBefore` as for `RequestHead`.
    public mutating func parse(
        _ bytes: Span<UInt8>, answering method: HTTPMethod, limits: HeadLimits = HeadLimits(), seenBefore: Int = 0
    ) -> HeadProgress {
        if HeadWindow.isStillIncomplete(bytes, limits, seenBefore) { return .incomplete }
        do throws(HeadStop) {
            return .complete(headBytes: try parseHead(HeadWindow.cut(bytes, limits), method, limits))
        } catch {
            return HeadWindow.progress(error, bytes, limits)
        }
    }

    private mutating func parseHead(
        _ bytes: Span<UInt8>, _ method: HTTPMethod, _ limits: HeadLimits
    ) throws(HeadStop) -> Int {
        section.removeAll()
        let fieldsStart = try parseStatusLine(bytes)
        let end = try section.parse(bytes, from: fieldsStart, kind: .response, fieldsMax: limits.fieldsMax)
        try section.checkFraming(version)
        framing = BodyFraming(
            ofAnswer: status, to: method, isChunked: section.isChunked, length: section.contentLength)
        return end
    }

    /// Says where the field lines begin.
    private mutating func parseStatusLine(_ bytes: Span<UInt8>) throws(HeadStop) -> Int {
        version = try VersionScanner.version(bytes, at: 0)
        status = try Self.status(bytes)
        if bytes[12] == 0x20 {
            let lineEnd = try FieldScanner.value(bytes, from: 13, else: .badReason)
            reason = 13..<lineEnd
            return lineEnd &+ 2
        }
        try FieldScanner.lineEnd(bytes, at: 12, else: .badStatus)
        reason = 12..<12
        return 14
    }

    /// A space, three digits and one byte behind them, which is there.
    private static func status(_ bytes: Span<UInt8>) throws(HeadStop) -> Int {
        var number = 0
        for index in 8..<12 {
            guard index < bytes.count else { throw .incomplete }
            if index == 8 {
                guard bytes[index] == 0x20 else { throw .refused(.badStatus) }
                continue
            }
            guard ByteClass.isDigit(bytes[index]) else { throw .refused(.badStatus) }
            number = number &* 10 &+ Int(bytes[index] &- 0x30)
        }
        guard number >= 100 else { throw .refused(.badStatus) }
        guard bytes.count > 12 else { throw .incomplete }
        return number
    }

    // MARK: Fields

    /// In the order they were sent.
    public var fields: [FieldLine] { section.lines }

    /// The value of the first line with a well-known name.
    public func first(_ name: FieldName) -> Range<Int>? { section.first(name) }

    /// The value of the first line called `name`, which is given in lower case.
    public func first(_ name: StaticString, in bytes: Span<UInt8>) -> Range<Int>? { section.first(name, in: bytes) }

    public func has(_ name: FieldName) -> Bool { section.has(name) }

    /// More than one line has this name.
    public func isRepeated(_ name: FieldName) -> Bool { section.isRepeated(name) }

    /// What Content-Length says, also where the framing says that there is no body (answers to HEAD, 304).
    public var contentLength: UInt64? { section.contentLength }

    /// The source lets the connection be used again once the body has ended.
    public var keepAlive: Bool { section.keepsAlive(version) && framing != .untilClose }

    /// Names listed by Connection, but for `close`, `keep-alive` and `upgrade`.
    public var connectionOptions: [ByteRange] { section.connectionOptions }

    /// Connection lists `upgrade` and there is an Upgrade field: with status 101 the protocol changes here.
    public var agreesToUpgrade: Bool { status == 101 && section.hasUpgradeOption && section.has(.upgrade) }

    /// Connection names this field, so that it ends at this hop.
    public func isNamedByConnection(_ line: FieldLine, in bytes: Span<UInt8>) -> Bool {
        section.isNamedByConnection(line, in: bytes)
    }
}
