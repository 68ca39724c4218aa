import Foundation

/// Whether this run is one of `scripts/sanitize`: then freed memory is held back and shadows are terabytes, so that nothing can be said of
/// how much memory a process takes.
public enum Sanitizer {
    public static let isOn: Bool = {
        let environment = ProcessInfo.processInfo.environment
        return environment["TSAN_OPTIONS"] != nil || environment["ASAN_OPTIONS"] != nil
    }()

    /// For a process that is to end at once: the thread sanitizer takes threads that nobody waited for by then for leaks.
    public static var permitsThreadsLeft: [String: String] {
        let options = ProcessInfo.processInfo.environment["TSAN_OPTIONS"]
        return options.map { ["TSAN_OPTIONS": "\($0):report_thread_leaks=0"] } ?? [:]
    }
}
