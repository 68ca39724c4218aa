internal import Glibc
internal import Synchronization

/// A trap in the engine ends the process; this says in which run it was.
public enum CrashNote {
    private static let seed = Atomic<UInt64>(0)

    /// From here on a trap belongs to the run of this seed.
    static func set(_ value: UInt64) { seed.store(value, ordering: .relaxed) }

    /// Installs the handlers, once.
    public static func install() {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] {
            signal(number) { number in
                CrashNote.write()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Only what may be called in a signal handler.
    private static func write() {
        var text: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &text) { room in
            var length = 0
            func put(_ byte: UInt8) {
                unsafe room[length] = byte
                length += 1
            }
            for byte: UInt8 in [115, 101, 101, 100, 32] { put(byte) }
            let value = seed.load(ordering: .relaxed)
            var divisor: UInt64 = 1
            while value / divisor >= 10 { divisor *= 10 }
            while divisor > 0 {
                put(UInt8(value / divisor % 10) + 48)
                divisor /= 10
            }
            for byte: UInt8 in [58, 32, 116, 114, 97, 112, 10] { put(byte) }
            _ = unsafe Glibc.write(2, room.baseAddress, length)
        }
    }
}
