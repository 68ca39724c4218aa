/// Where on its way to the data source a call stands, in the words that callers are told.
public enum UpstreamPhase: String, Sendable, CaseIterable {
    case resolve, connect, tls, send
    case firstByte = "first-byte"
    case body
}
