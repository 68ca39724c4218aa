internal import Bytes
internal import CNGHTTP2
internal import HTTP

/// What nghttp2 tells while frames are taken, and asks while they are made.
extension HTTP2Session {
    nonisolated(unsafe) static let callbacks: OpaquePointer = {
        var made: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&made) == 0, let made = unsafe made else {
            preconditionFailure("out of memory")
        }
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(made, fieldsBegan)
        unsafe nghttp2_session_callbacks_set_on_header_callback(made, fieldCame)
        unsafe nghttp2_session_callbacks_set_on_invalid_header_callback(made, invalidFieldCame)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(made, frameCame)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, bodyCame)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(made, streamClosed)
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(made, frameWent)
        unsafe nghttp2_session_callbacks_set_send_data_callback(made, payloadWent)
        return unsafe made
    }()

    // MARK: Frames that come

    private static let fieldsBegan: nghttp2_on_begin_headers_callback = { _, frame, user in
        guard let frame = unsafe frame else { return 0 }
        let beginsRequest = unsafe hg_h2_begins_request(frame) != 0
        return unsafe with(user) { session in
            if beginsRequest { session.beginHead() }
            session.trailers.removeAll()
            return 0
        }
    }

    private static let fieldCame: nghttp2_on_header_callback = {
        _, frame, name, nameCount, value, valueCount, _, user in
        guard let frame = unsafe frame, let name = unsafe name, let value = unsafe value else { return 0 }
        let beginsRequest = unsafe hg_h2_begins_request(frame) != 0
        return unsafe with(user) { session in
            let nameBytes = unsafe Span(_unsafeStart: name, count: nameCount)
            let valueBytes = unsafe Span(_unsafeStart: value, count: valueCount)
            if beginsRequest {
                session.request?.head.add(nameBytes, valueBytes)
            } else {
                session.trailers.add(nameBytes, valueBytes)
            }
            return 0
        }
    }

    private static let invalidFieldCame: nghttp2_on_invalid_header_callback = { _, frame, _, _, _, _, _, user in
        guard let stream = unsafe frame.map({ unsafe hg_h2_stream($0) }) else { return 0 }
        return unsafe with(user) { session in
            session.reset(stream, .protocolError)
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
    }

    private static let frameCame: nghttp2_on_frame_recv_callback = { _, frame, user in
        guard let frame = unsafe frame else { return 0 }
        return unsafe with(user) { session in
            if unsafe hg_h2_acknowledges_ping(frame) != 0 { session.noteRoundTrip() }
            unsafe session.noteFrame(
                stream: hg_h2_stream(frame), beginsRequest: hg_h2_begins_request(frame) != 0,
                hasFields: hg_h2_type(frame) == UInt8(NGHTTP2_HEADERS.rawValue),
                endsStream: hg_h2_ends_stream(frame) != 0)
            return 0
        }
    }

    private static let bodyCame: nghttp2_on_data_chunk_recv_callback = { _, _, stream, data, count, user in
        guard let data = unsafe data else { return 0 }
        return unsafe with(user) { session in
            if count > 0 { session.idleFrames = 0 }
            session.consumeConnection(count)
            if let lane = session.lanes[stream] {
                lane.takeBody(unsafe Span(_unsafeStart: data, count: count))
            } else {
                session.consume(count, of: stream)
            }
            return 0
        }
    }

    private static let streamClosed: nghttp2_on_stream_close_callback = { _, stream, _, user in
        unsafe with(user) { session in
            if !session.isRequestOpen(stream) { session.ended.note(stream) }
            session.lanes.remove(stream)?.end()
            return 0
        }
    }

    // MARK: Frames that go

    private static let frameWent: nghttp2_on_frame_send_callback = { _, frame, user in
        guard let frame = unsafe frame else { return 0 }
        return unsafe with(user) { session in
            session.noteReset(unsafe hg_h2_reset_code(frame))
            if unsafe hg_h2_type(frame) == UInt8(NGHTTP2_GOAWAY.rawValue) { session.noteFarewell() }
            let stream = unsafe hg_h2_stream(frame)
            // The answer is whole and the request is not: nobody wants its rest (RFC 9113 8.1).
            if unsafe hg_h2_ends_stream(frame) != 0, session.isRequestOpen(stream) { session.reset(stream, .none) }
            return 0
        }
    }

    /// Says how much of a lane's payload the next frame has; `payloadWent` puts it there.
    static let readPayload: nghttp2_data_source_read_callback = { _, stream, _, count, flags, _, user in
        unsafe with(user) { session in
            guard let lane = session.lanes[stream] else {
                return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
            }
            let (taken, ends) = lane.sendable(count)
            if ends {
                lane.noteEndTold()
                unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
                let trailers = lane.trailers
                if !trailers.isEmpty, session.submitTrailers(trailers, on: stream) {
                    unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                }
            }
            guard taken > 0 || ends else {
                lane.noteDeferred()
                return Int(NGHTTP2_ERR_DEFERRED.rawValue)
            }
            guard taken > 0 else { return 0 }
            unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
            return taken
        }
    }

    /// Frames have no padding here: none was asked for.
    private static let payloadWent: nghttp2_send_data_callback = { _, frame, head, count, _, user in
        guard let frame = unsafe frame, let head = unsafe head else {
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
        return unsafe with(user) { session in
            guard let lane = session.lanes[unsafe hg_h2_stream(frame)], lane.sendable(count).count == count else {
                return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
            }
            session.idleFrames = 0
            session.output.append(unsafe Span(_unsafeStart: head, count: 9))
            lane.takePayload(count, into: &session.output)
            // Not all that waits at once: `produce` counts what there is.
            return NGHTTP2_ERR_PAUSE.rawValue
        }
    }

    // MARK: What they mean

    /// Whoever feeds a session, or asks it for frames, keeps it alive meanwhile: nothing is counted for each callback.
    @inline(__always)
    private static func with<Result: FixedWidthInteger>(
        _ user: UnsafeMutableRawPointer?, _ body: (HTTP2Session) -> Result
    ) -> Result {
        guard let user = unsafe user else { return Result(truncatingIfNeeded: NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
        return unsafe Unmanaged<HTTP2Session>.fromOpaque(user)._withUnsafeGuaranteedRef { body($0) }
    }

    /// A stream was reset from this side. Faults of the peer are bounded as its own resets are: each may have begun a call.
    private func noteReset(_ code: UInt32) {
        switch code {
        case HTTP2StreamError.none.code, HTTP2StreamError.internalError.code, HTTP2StreamError.refusedStream.code:
            return
        default: faults += 1
        }
        if faults > configuration.faultsMax { terminate(.enhanceYourCalm) }
    }

    /// A frame is whole and right.
    private func noteFrame(stream: Int32, beginsRequest: Bool, hasFields: Bool, endsStream: Bool) {
        if beginsRequest { return open(stream, endsStream: endsStream) }
        // Another frame's end has no part in fields that were kept of a block which nghttp2 refused.
        let isTooLarge = hasFields && trailers.isTooLarge
        let lines = hasFields ? trailers.take() : []
        if isTooLarge {
            reset(stream, .enhanceYourCalm)
        } else if endsStream {
            if hasFields { idleFrames = 0 }
            lanes[stream]?.endRequest(trailers: lines)
        }
    }

    private func open(_ stream: Int32, endsStream: Bool) {
        guard let request = request.take() else { return reset(stream, .internalError) }
        var text = ByteBuffer(kind: .confidential)
        buffers.take(into: &text)
        let outcome = request.head.finish(endsStream: endsStream, into: &text)
        buffers.giveBack(request)
        switch outcome {
        case .malformed, .tooLarge:
            buffers.giveBack(&text)
            reset(stream, outcome == .malformed ? .protocolError : .enhanceYourCalm)
        case .head(let isChunked):
            idleFrames = 0
            let lane = makeLane(stream, &text, isChunked, endsStream)
            lanes.insert(lane)
            opened.append(lane)
        }
    }
}
