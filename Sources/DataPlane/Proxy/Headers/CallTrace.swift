internal import Bytes
internal import HTTP
internal import Telemetry

/// The trace that a call belongs to: the caller's where it names one validly, else a new one (W3C Trace Context, level 1).
///
/// The caller's step stays the parent of what the source does: Headgate records no steps of its own, and one that nobody
/// recorded would tear the source's from the trace.
struct CallTrace {
    let parent: TraceParent
    /// The caller began it; what `tracestate` says belongs to it.
    let isCallers: Bool

    /// Two fields name no trace (section 3.4), and what Connection lists was meant for this hop only.
    init(_ head: borrowing RequestHead, from read: borrowing ByteBuffer, requestID: UInt64) {
        guard let value = head.first(.traceparent), !head.isRepeated(.traceparent),
            !Self.endsHere(head, in: read), let parent = TraceParent(parsing: read.span.extracting(value))
        else {
            parent = TraceParent(beginningWith: requestID)
            isCallers = false
            return
        }
        self.parent = parent
        isCallers = true
    }

    private static func endsHere(_ head: borrowing RequestHead, in read: borrowing ByteBuffer) -> Bool {
        guard !head.connectionOptions.isEmpty else { return false }
        return head.fields.contains { $0.known == .traceparent && head.isNamedByConnection($0, in: read.span) }
    }

    /// The line that the source reads.
    func append(to arena: inout ByteBuffer) {
        arena.append("traceparent: ")
        parent.append(to: &arena)
        arena.append("\r\n")
    }
}
