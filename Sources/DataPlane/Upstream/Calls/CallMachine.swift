internal import Bytes
internal import HTTP

/// The answer of one call as it comes: its head past interim answers, then its body, collected whole up to a bound; or what a server says
/// first in a protocol of its own. No I/O and no clock.
struct CallMachine {
    /// Legal next states: head → head, body, ended; body → body, ended; greeting → greeting, ended.
    private enum State {
        case head(answering: HTTPMethod)
        case body(BodyRelay)
        case greeting(isWhole: @Sendable ([UInt8]) -> Bool)
        case ended
    }

    /// Interim answers that a source may send before its own. They move no byte of a body, so that without a bound a source that
    /// sends nothing else would keep the call for ever.
    static let interimAnswersMax = 16
    /// What is taken at once for a body whose length was said; more is taken as it comes.
    private static let reservedBytesMax: UInt64 = 4 << 20

    private let bytesMax: Int
    private let limits: HeadLimits
    private var state: State
    private var interimAnswers = 0
    private var keepsAlive = false
    /// What a server has said so far of a greeting; a few KiB at most.
    private var greeted: [UInt8] = []
    /// What has come of it.
    private(set) var answer = CallAnswer(status: 0, fields: [])

    init(answering method: HTTPMethod, bytesMax: Int, limits: HeadLimits) {
        state = .head(answering: method)
        self.bytesMax = bytesMax
        self.limits = limits
    }

    init(greetedUntil isWhole: @escaping @Sendable ([UInt8]) -> Bool, bytesMax: Int) {
        state = .greeting(isWhole: isWhole)
        self.bytesMax = bytesMax
        limits = HeadLimits()
    }

    /// Nothing but interim answers has come, or a part of a head or greeting.
    var awaitsAnswer: Bool {
        switch state {
        case .head, .greeting: true
        case .body, .ended: false
        }
    }

    /// Bytes have come: they stand in `read`, behind the `kept` bytes of an incomplete head.
    mutating func take(_ read: inout ByteBuffer, kept: Int, head: inout ResponseHead) -> CallStep {
        switch state {
        case .head(let method): takeHead(answering: method, &read, kept: kept, &head)
        case .greeting(let isWhole): takeGreeting(read, isWhole)
        case .body(let relay): takeBody(relay, &read, from: 0)
        case .ended: .failed(.upstream(.badAnswer))
        }
    }

    /// The source sends no more; `isClean` when it said so and nothing broke.
    mutating func end(isClean: Bool) -> CallStep {
        switch state {
        case .head, .greeting: return .failed(.upstream(.closedBeforeAnswer))
        case .body(let relay) where relay.endsWithConnection && isClean:
            state = .ended
            return .answered(isReusable: false)
        case .body, .ended: return .failed(.upstream(.bodyCut))
        }
    }

    // MARK: Steps

    /// What lies beyond the bound is nobody's to read: whoever asked judges what there is.
    private mutating func takeGreeting(
        _ read: borrowing ByteBuffer, _ isWhole: @Sendable ([UInt8]) -> Bool
    ) -> CallStep {
        let count = min(read.count, bytesMax - greeted.count)
        greeted.append(read.span.extracting(0..<count))
        guard greeted.count == bytesMax || isWhole(greeted) else { return .readOn }
        answer.body.append(greeted.span)
        state = .ended
        return .answered(isReusable: false)
    }

    private mutating func takeHead(
        answering method: HTTPMethod, _ read: inout ByteBuffer, kept: Int, _ head: inout ResponseHead
    ) -> CallStep {
        var kept = kept
        while true {
            switch head.parse(read.span, answering: method, limits: limits, seenBefore: kept) {
            case .incomplete: return .keepHead
            case .refused: return .failed(.upstream(.badAnswer))
            case .complete(let headBytes):
                if head.status >= 200 { return begin(head, headBytes: headBytes, &read) }
                interimAnswers += 1
                guard head.status != 101, interimAnswers <= Self.interimAnswersMax else {
                    return .failed(.upstream(.badAnswer))
                }
                read.removeFirst(headBytes)
                kept = 0
            }
        }
    }

    private mutating func begin(_ head: borrowing ResponseHead, headBytes: Int, _ read: inout ByteBuffer) -> CallStep {
        keepsAlive = head.keepAlive
        answer = CallAnswer(status: head.status, fields: Self.fields(of: head, in: read.span))
        guard let relay = BodyRelay(head.framing) else { return finish(leftover: read.count - headBytes) }
        if let length = relay.remainingBytes {
            guard length <= UInt64(bytesMax) else { return .failed(.answerTooLarge(bytesMax: bytesMax)) }
            answer.body.reserve(Int(min(length, Self.reservedBytesMax)))
        }
        return takeBody(relay, &read, from: headBytes)
    }

    private static func fields(
        of head: borrowing ResponseHead, in bytes: Span<UInt8>
    ) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in head.fields {
            if HopByHop.isDropped(line.known) || line.known == .contentLength { continue }
            if head.isNamedByConnection(line, in: bytes) { continue }
            fields.append((text(line.name.range, in: bytes), text(line.value.range, in: bytes)))
        }
        return fields
    }

    private static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
        String(decoding: bytes.extracting(range).copy(), as: UTF8.self)
    }

    private mutating func takeBody(_ relay: BodyRelay, _ read: inout ByteBuffer, from start: Int) -> CallStep {
        var relay = relay
        guard case .forward(let payload, let consumed, let ends) = relay.take(&read, from: start) else {
            return .failed(.upstream(.bodyCut))
        }
        guard payload <= bytesMax - answer.body.count else { return .failed(.answerTooLarge(bytesMax: bytesMax)) }
        answer.body.append(read.span.extracting(start..<start + payload))
        guard ends else {
            state = .body(relay)
            return .readOn
        }
        return finish(leftover: read.count - start - consumed)
    }

    /// Bytes behind the answer's end belong to no call: the connection cannot be trusted with another.
    private mutating func finish(leftover: Int) -> CallStep {
        state = .ended
        return .answered(isReusable: keepsAlive && leftover == 0)
    }

    /// Hands the answer over.
    mutating func takeAnswer() -> CallAnswer {
        let whole = answer
        answer = CallAnswer(status: 0, fields: [])
        return whole
    }
}
