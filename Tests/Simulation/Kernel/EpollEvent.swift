/// What a wait reports, with the number for the trace.
struct EpollEvent {
    let bits: UInt32
    let data: UInt64
    let number: Int32
    let isEdge: Bool
}
