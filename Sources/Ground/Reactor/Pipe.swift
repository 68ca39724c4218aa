internal import CLinux

/// A pipe through which bytes go from one socket to another without passing through this process. What it holds is counted here:
/// the kernel does not say.
@safe public struct Pipe: ~Copyable {
    let output: Descriptor
    let input: Descriptor
    /// Bytes it can hold.
    public let capacity: Int
    /// Bytes it holds.
    public internal(set) var fill = 0
    /// It took as much as it was to: there is likely to be more behind it.
    var wasFilled = false

    /// A pipe of about `bytes`; less where the system's limit (`/proc/sys/fs/pipe-user-pages-soft`) is reached.
    public init(bytes: Int, kernel: Kernel) throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutablePointer(to: &ends) { ends in
            unsafe ends.withMemoryRebound(to: Int32.self, capacity: 2) { ends in
                unsafe hg_pipe(kernel.table, ends, Int32(truncatingIfNeeded: bytes))
            }
        }
        guard result > 0 else { throw SystemError(result: Int(result)) }
        output = Descriptor(adopting: ends.0, kernel: kernel)
        input = Descriptor(adopting: ends.1, kernel: kernel)
        capacity = Int(result)
    }
}
