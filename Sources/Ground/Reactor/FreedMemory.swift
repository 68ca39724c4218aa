internal import CLinux

/// What the allocator does with memory that is given back.
public enum FreedMemory {
    /// Keeps up to `bytes` (1 MiB to 32 MiB make sense) at the end of each heap for the next buffer, in place of returning it to the system:
    /// a worker takes and gives back buffers of some hundred KiB thousands of times a second, and each page that comes anew is cleared by
    /// the kernel. Call it once, before threads start.
    public static func keep(bytes: Int) { hg_keep_freed_memory(Int32(clamping: bytes)) }
}
