/// What a call asks of its source: the caller's path as offsets into the head, and what stands before it there.
struct ForwardedPath {
    /// With its leading slash; empty when there is nothing.
    let remainder: Range<Int>
    /// With a leading slash of its own, or empty.
    var prefix: StaticString = ""
    /// Below `/resources/`, where a source's answer is dressed as the control plane dresses it.
    var isResource = false
}
