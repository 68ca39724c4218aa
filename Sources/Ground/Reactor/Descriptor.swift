internal import CLinux

/// Owns one open descriptor and closes it exactly once, through the kernel it came from.
@safe public struct Descriptor: ~Copyable {
    let raw: Int32
    /// The table's owner outlives every descriptor made through it.
    let table: UnsafePointer<hg_kernel>

    /// Takes over `raw`, a descriptor that nobody else will close.
    init(adopting raw: Int32, kernel: Kernel) {
        self.raw = raw
        unsafe table = kernel.table
    }

    deinit {
        let result = unsafe hg_close(table, raw)
        if result < 0 { SystemError(result: Int(result)).stopIfOurs() }
    }

    /// Gives the number away unclosed.
    consuming func release() -> Int32 {
        let number = raw
        discard self
        return number
    }
}
