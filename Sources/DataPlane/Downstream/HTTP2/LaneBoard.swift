internal import Reactor

/// Callers whose HTTP/2 has something new for them, in the order it came: what epoll is for sockets. One for each worker, touched by
/// its thread only.
final class LaneBoard {
    private var woken: [Handle] = []
    let buffers = HTTP2Buffers()

    var isEmpty: Bool { woken.isEmpty }

    func wake(_ handle: Handle) { woken.append(handle) }

    /// Hands out who was woken so far; who is woken from here on waits for the next time. `handles` comes empty; its memory serves for the next
    /// ones.
    func take(into handles: inout [Handle]) {
        precondition(handles.isEmpty)
        swap(&woken, &handles)
    }
}
