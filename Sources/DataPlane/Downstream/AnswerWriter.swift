public import Bytes
internal import HTTP
public import Reactor

/// Writes whole answers: those of the async plane, and refusals that are made here.
extension Downstream {
    /// Sends `response`; the bytes that the socket does not take are kept.
    public mutating func answer(
        _ slot: Int, _ response: AsyncResponse, date: HTTPDate, arena: inout ByteBuffer
    ) -> StreamWrite {
        if response.closesConnection || isDraining { callers[slot].keepAlive = false }
        arena.removeAll()
        arena.append("HTTP/1.1 ")
        arena.append(decimal: UInt64(response.status))
        arena.append(" ")
        arena.append(StatusLine.reason(response.status))
        arena.append("\r\n")
        for field in response.fields {
            arena.append(field.name)
            arena.append(": ")
            arena.append(field.value)
            arena.append("\r\n")
        }
        arena.append("Date: ")
        arena.append(date.text)
        appendConnection(slot, to: &arena)
        if response.status != 204 && response.status != 304 {
            arena.append("\r\nContent-Length: ")
            arena.append(decimal: UInt64(response.body.count))
        }
        arena.append("\r\n\r\n")
        let hasBody = !callers[slot].isHead && response.status != 204 && response.status != 304
        return hasBody ? callers[slot].stream.send(arena, response.body) : callers[slot].stream.send(arena)
    }

    /// `Connection` as the caller's version needs it, with the line end before it.
    func appendConnection(_ slot: Int, to arena: inout ByteBuffer) {
        if !callers[slot].keepAlive {
            arena.append("\r\nConnection: close")
        } else if callers[slot].version == .http10 {
            arena.append("\r\nConnection: keep-alive")
        }
    }
}
