public import Crypto

/// TLS for callers: the files, and what was made of them at the start.
public struct CallerTLS: Sendable {
    public let files: TLSFiles
    public let context: TLSServerContext
}
