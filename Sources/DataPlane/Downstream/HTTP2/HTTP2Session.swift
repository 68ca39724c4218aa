internal import Bytes
internal import CNGHTTP2
internal import HTTP

/// The server's side of one HTTP/2 connection as a machine over nghttp2 (RFC 9113): frames in, frames out, no I/O. What the peer asks
/// becomes lanes. (nghttp2 counts resets by the machine's clock; nothing else depends on time.)
///
/// nghttp2 judges frames, their order, heads and lengths, and answers what breaks the protocol; floods, and frames on streams that are over,
/// are judged before (decision 0029). Its callbacks are in `HTTP2Session+Callbacks.swift`.
@safe final class HTTP2Session {
    private let session: OpaquePointer
    let configuration: HTTP2Configuration
    /// By stream, from its head to its end.
    var lanes = LaneTable()
    var ended = EndedStreams()
    private var scanner = HTTP2FrameScanner()
    /// Those that have no caller's slot yet.
    var opened: [HTTP2Lane] = []
    /// Makes a lane of a head, which it takes.
    let makeLane: (_ stream: Int32, _ head: inout ByteBuffer, _ isChunked: Bool, _ isWhole: Bool) -> HTTP2Lane
    /// While its head comes.
    var request: IncomingHead?
    private let limits: HeadLimits
    var trailers = HTTP2Trailers()
    /// Where requests are written down.
    let buffers: HTTP2Buffers
    /// What `produce` appends to while it does.
    var output = ByteBuffer()
    /// CONTINUATION frames in a row.
    private var continuations = 0
    /// Frames since the last that brought something, or took some of an answer along.
    var idleFrames = 0
    private var isEndAnnounced = false
    private var hasGoneAway = false
    /// Streams that were reset because of what the peer sent.
    var faults = 0

    init(
        _ configuration: HTTP2Configuration, limits: HeadLimits, buffers: HTTP2Buffers = HTTP2Buffers(),
        makeLane: @escaping (Int32, inout ByteBuffer, Bool, Bool) -> HTTP2Lane
    ) {
        self.configuration = configuration
        self.buffers = buffers
        self.makeLane = makeLane
        self.limits = limits
        var option: OpaquePointer?
        guard unsafe nghttp2_option_new(&option) == 0 else { preconditionFailure("out of memory") }
        // The peer gets new room when a lane was read, not when bytes came.
        unsafe nghttp2_option_set_no_auto_window_update(option, 1)
        unsafe nghttp2_option_set_stream_reset_rate_limit(
            option, configuration.resetsMax, configuration.resetsPerSecond)
        // `ended` knows enough of them.
        unsafe nghttp2_option_set_no_closed_streams(option, 1)
        // Its own count takes each piece of a frame's head (9 bytes) that arrives for a frame: `continuations` counts instead.
        unsafe nghttp2_option_set_max_continuations(option, 9 * (configuration.continuationsMax + 1))
        var made: OpaquePointer?
        let result = unsafe nghttp2_session_server_new2(&made, Self.callbacks, nil, option)
        unsafe nghttp2_option_del(option)
        guard result == 0, let made = unsafe made else { preconditionFailure("out of memory") }
        unsafe session = made
        unsafe nghttp2_session_set_user_data(made, Unmanaged.passUnretained(self).toOpaque())
        greet(limits)
    }

    deinit { unsafe nghttp2_session_del(session) }

    private func greet(_ limits: HeadLimits) {
        let settings = [
            (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.streamsMax),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, configuration.streamWindowBytes),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(limits.headBytesMax)),
        ].map { nghttp2_settings_entry(settings_id: Int32($0.0.rawValue), value: $0.1) }
        let isGreeted =
            unsafe nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count) == 0
            && nghttp2_session_set_local_window_size(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, configuration.connectionWindowBytes) == 0
        precondition(isGreeted, "nghttp2 refuses the settings")
    }

    // MARK: Frames

    /// It will be used in a moment, behind a system call. Among a hundred connections none of it is in the caches, and nghttp2 would wait for
    /// one line after the other (decision 0031).
    func prefetch() { unsafe hg_h2_prefetch(session) }

    /// The next head begins. What was kept of one that nghttp2 refused is forgotten.
    func beginHead() {
        if let request {
            request.head.removeAll()
        } else {
            request = buffers.takeHead() ?? IncomingHead(HTTP2RequestHead(limits: limits))
        }
    }

    /// Takes what the peer sent. False when nothing it sends can be taken any more: what `produce` still has is sent, then the
    /// connection ends.
    func feed(_ bytes: Span<UInt8>) -> Bool {
        var (start, index) = (0, 0)
        while index < bytes.count {
            let (end, head) = scanner.next(bytes, from: index)
            index = end
            // All before this frame has been taken.
            if let head, let refusal = noteFrameBegins(head) {
                terminate(refusal)
                return false
            }
            guard scanner.isBetweenFrames || index == bytes.count else { continue }
            guard receive(bytes.extracting(start..<index)) else {
                terminate(.enhanceYourCalm)
                return false
            }
            start = index
        }
        return true
    }

    /// A frame begins, also one that nghttp2 will pass over; says why it is the last. More pieces of a request's head than are allowed end the
    /// connection, and so do frames that bring nothing, and those of a request that is over. WINDOW_UPDATE says nothing of that: many may
    /// follow a long answer that pauses. Nor does DATA with payload: its request may have been reset from here, which its caller does not know yet.
    private func noteFrameBegins(_ head: HTTP2FrameScanner.Head) -> HTTP2StreamError? {
        let isContinuation = UInt32(head.type) == NGHTTP2_CONTINUATION.rawValue
        continuations = isContinuation ? continuations + 1 : 0
        switch UInt32(head.type) {
        case NGHTTP2_CONTINUATION.rawValue, NGHTTP2_WINDOW_UPDATE.rawValue: break
        case NGHTTP2_DATA.rawValue:
            if ended.contains(head.stream) { return .streamClosed }
            // All of it may be padding; payload sets the count back when it comes.
            let isPadded = head.flags & UInt8(NGHTTP2_FLAG_PADDED.rawValue) != 0
            if head.payloadBytes == 0 || isPadded { idleFrames += 1 }
        case NGHTTP2_HEADERS.rawValue where ended.contains(head.stream): return .streamClosed
        default: idleFrames += 1
        }
        let isTooMuch = continuations > configuration.continuationsMax || idleFrames > configuration.idleFramesMax
        return isTooMuch ? .enhanceYourCalm : nil
    }

    private func receive(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer {
            unsafe nghttp2_session_mem_recv(session, $0.baseAddress, $0.count) == $0.count
        }
    }

    enum Produced { case all, some, failed }

    /// Appends frames for the peer: all that there are, or until `buffer` holds some `maximum` bytes; or nghttp2 has failed.
    func produce(into buffer: inout ByteBuffer, upTo maximum: Int) -> Produced {
        swap(&buffer, &output)
        defer { swap(&buffer, &output) }
        var before = output.count
        while before < maximum {
            var start: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &start)
            guard count >= 0 else { return .failed }
            if count > 0, let start = unsafe start { output.append(unsafe Span(_unsafeStart: start, count: count)) }
            // A frame of data is written by its callback and counts for nothing here.
            let after = output.count
            guard after > before else { return .all }
            before = after
        }
        return .some
    }

    /// Frames wait to be produced.
    var hasFrames: Bool { unsafe nghttp2_session_want_write(session) != 0 }

    /// Nothing will come or go any more.
    var isOver: Bool { unsafe nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0 }

    /// So many frames wait for the peer to read that no more of its own are to be taken.
    var isCongested: Bool { unsafe nghttp2_session_get_outbound_queue_size(session) > 1_000 }

    // MARK: Streams

    /// Submits a head; with a final one that does not end the stream, the lane is asked for the rest.
    /// `bytes` begin with it, and `fields` lie in them.
    func submit(
        _ status: Int, _ fields: [FieldLine], _ bytes: Span<UInt8>, endsStream: Bool, on stream: Int32
    ) -> Bool {
        unsafe HTTP2FieldList.withFields(fields, ofHead: bytes) { fields in
            if status < 200 {
                return unsafe nghttp2_submit_headers(
                    session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream, nil, fields.baseAddress, fields.count, nil) == 0
            }
            return unsafe hg_h2_submit_response(
                session, stream, fields.baseAddress, fields.count, endsStream ? nil : Self.readPayload) == 0
        }
    }

    /// Submits what follows the last byte of an answer and ends its stream; false when it cannot.
    func submitTrailers(_ section: [UInt8], on stream: Int32) -> Bool {
        guard let trailers = TrailerSection(section) else { return false }
        return unsafe HTTP2FieldList.withFields(trailers) { fields in
            unsafe nghttp2_submit_trailer(session, stream, fields.baseAddress, fields.count) == 0
        }
    }

    /// The lane has more to send, or is at its end.
    func resume(_ stream: Int32) { _ = unsafe nghttp2_session_resume_data(session, stream) }

    /// So many bytes of a body were read: the peer gets room for as many.
    func consume(_ count: Int, of stream: Int32) {
        _ = unsafe nghttp2_session_consume_stream(session, stream, count)
    }

    func consumeConnection(_ count: Int) { _ = unsafe nghttp2_session_consume_connection(session, count) }

    func reset(_ stream: Int32, _ error: HTTP2StreamError) {
        _ = unsafe nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream, error.code)
    }

    /// The peer's side of the stream is still open.
    func isRequestOpen(_ stream: Int32) -> Bool {
        unsafe nghttp2_session_get_stream_remote_close(session, stream) == 0
    }

    /// Hands out the lanes that have no caller's slot yet. `lanes` comes empty; its memory serves for the next ones.
    func takeOpened(into lanes: inout [HTTP2Lane]) {
        precondition(lanes.isEmpty)
        swap(&opened, &lanes)
    }

    // MARK: Ends

    /// Tells the peer that the connection comes to its end, without turning away what is on its way: how far requests are taken is said a
    /// round trip later, when it has heard (RFC 9113 6.8).
    func announceEnd() {
        guard !isEndAnnounced else { return }
        isEndAnnounced = true
        _ = unsafe nghttp2_submit_shutdown_notice(session)
    }

    /// A GOAWAY is on its way: after the first a PING follows, and not before, as it would overtake it.
    func noteFarewell() {
        guard isEndAnnounced, !hasGoneAway else { return }
        _ = unsafe nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
    }

    /// The peer has answered a PING of ours: all that it sent before it heard of the end is here.
    func noteRoundTrip() {
        if isEndAnnounced { goAway() }
    }

    /// Tells the peer that no new request is taken; those that came are answered.
    func goAway() {
        guard !hasGoneAway else { return }
        hasGoneAway = true
        let last = unsafe nghttp2_session_get_last_proc_stream_id(session)
        _ = unsafe nghttp2_submit_goaway(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0)
    }

    /// Tells the peer that the connection is over now.
    func terminate(_ error: HTTP2StreamError) {
        _ = unsafe nghttp2_session_terminate_session(session, error.code)
    }

    /// Every lane's stream is over.
    func endLanes() {
        opened = []
        // In one order each time: callers are served in it.
        for lane in lanes.removeAll() { lane.end() }
    }
}
