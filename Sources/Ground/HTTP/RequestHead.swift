/// The head of a request as offsets into the bytes it was read from (RFC 9112 2-6, read strictly).
///
/// One value is reused for many heads: `parse` clears and refills it and allocates nothing once its arrays have grown. The
/// offsets mean something only after `.complete`, and only together with the bytes that were parsed.
public struct RequestHead: Sendable {
    public private(set) var method: Range<Int> = 0..<0
    public private(set) var knownMethod = HTTPMethod.other
    /// As sent.
    public private(set) var target: Range<Int> = 0..<0
    /// From its first slash up to the query; `*` for `OPTIONS *`.
    public private(set) var path: Range<Int> = 0..<0
    /// Behind the `?`, which may leave nothing; `nil` without one.
    public private(set) var query: Range<Int>?
    /// Host and port of a target in absolute form. It outranks Host (RFC 9112 3.2.2).
    public private(set) var authority: Range<Int>?
    public private(set) var version = HTTPVersion.http11
    public private(set) var framing = BodyFraming.none
    private var section = FieldSection()

    public init() {}

    /// Reads a head from the start of `bytes`, all that was received so far. One empty line before it is skipped.
    ///
    /// `seenBefore` is how many of the bytes an earlier call has found incomplete; with it a call without a new line end
    /// costs one search over the new bytes.
    public mutating func parse(
        _ bytes: Span<UInt8>, limits: HeadLimits = HeadLimits(), seenBefore: Int = 0
    ) -> HeadProgress {
        if HeadWindow.isStillIncomplete(bytes, limits, seenBefore) { return .incomplete }
        do throws(HeadStop) {
            return .complete(headBytes: try parseHead(HeadWindow.cut(bytes, limits), limits))
        } catch {
            return HeadWindow.progress(error, bytes, limits)
        }
    }

    private mutating func parseHead(_ bytes: Span<UInt8>, _ limits: HeadLimits) throws(HeadStop) -> Int {
        section.removeAll()
        let start = try HeadWindow.start(bytes)
        let fieldsStart = try parseRequestLine(bytes, from: start, limits)
        let end = try section.parse(bytes, from: fieldsStart, kind: .request, fieldsMax: limits.fieldsMax)
        guard version == .http10 || section.has(.host) else { throw .refused(.noHost) }
        try section.checkFraming(version)
        framing = section.isChunked ? .chunked : section.contentLength.map { .length($0) } ?? .none
        return end
    }

    /// Says where the field lines begin.
    private mutating func parseRequestLine(
        _ bytes: Span<UInt8>, from start: Int, _ limits: HeadLimits
    ) throws(HeadStop) -> Int {
        method = try Self.method(bytes, from: start)
        knownMethod = HTTPMethod(bytes.extracting(method))
        let (target, question) = try RequestTarget.scan(
            bytes, from: method.upperBound &+ 1, bytesMax: limits.targetBytesMax)
        let isOptions = knownMethod == .options
        guard let parts = RequestTarget(bytes, target, question: question, isOptions: isOptions) else {
            throw .refused(.badTarget)
        }
        self.target = target
        path = parts.path
        query = parts.query
        authority = parts.authority
        let versionStart = target.upperBound &+ 1
        version = try VersionScanner.version(bytes, at: versionStart)
        try FieldScanner.lineEnd(bytes, at: versionStart &+ 8, else: .badVersion)
        return versionStart &+ 10
    }

    private static func method(_ bytes: Span<UInt8>, from start: Int) throws(HeadStop) -> Range<Int> {
        var index = start
        while index < bytes.count, ByteClass.isToken(bytes[index]) { index &+= 1 }
        guard index &- start <= HeadLimits.methodBytesMax else { throw .refused(.badMethod) }
        guard index < bytes.count else { throw .incomplete }
        guard bytes[index] == 0x20, index > start else {
            throw .refused(bytes[index] == 0x0A ? .bareLF : .badMethod)
        }
        return start..<index
    }

    // MARK: Fields

    /// In the order they were sent.
    public var fields: [FieldLine] { section.lines }

    /// The value of the first line with a well-known name.
    public func first(_ name: FieldName) -> Range<Int>? { section.first(name) }

    /// Whether there is one line with a well-known name and no other.
    public func hasOnlyOne(_ name: FieldName) -> Bool { fields.count { $0.known == name } == 1 }

    /// The value of the first line called `name`, which is given in lower case.
    public func first(_ name: StaticString, in bytes: Span<UInt8>) -> Range<Int>? { section.first(name, in: bytes) }

    public func has(_ name: FieldName) -> Bool { section.has(name) }

    /// More than one line has this name.
    public func isRepeated(_ name: FieldName) -> Bool { section.isRepeated(name) }

    /// The value of Host.
    public var host: Range<Int>? { section.first(.host) }

    /// The caller wants to use the connection again.
    public var keepAlive: Bool { section.keepsAlive(version) }

    /// The caller waits for `100 Continue` before it sends the body (not in HTTP/1.0, RFC 9110 10.1.1).
    public var expectsContinue: Bool { section.expectsContinue && version == .http11 }

    /// The caller asks for another protocol on this connection, with both Connection and Upgrade.
    public var wantsUpgrade: Bool { section.hasUpgradeOption && section.has(.upgrade) && version == .http11 }

    /// Names listed by Connection, but for `close`, `keep-alive` and `upgrade`. Framing fields and injected ones must not be
    /// dropped because they are named here.
    public var connectionOptions: [ByteRange] { section.connectionOptions }

    /// Connection names this field, so that it ends at this hop.
    public func isNamedByConnection(_ line: FieldLine, in bytes: Span<UInt8>) -> Bool {
        section.isNamedByConnection(line, in: bytes)
    }
}
