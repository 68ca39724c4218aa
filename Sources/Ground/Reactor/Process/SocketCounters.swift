internal import CLinux

/// What the kernel counts of a socket that a C library owns.
public enum SocketCounters {
    /// Bytes that a TCP socket's peer has sent so far, read or not; 0 where the kernel does not say.
    public static func receivedBytes(rawDescriptor: Int32) -> UInt64 { hg_tcp_received(rawDescriptor) }
}
