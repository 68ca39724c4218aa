import Foundation

/// Whether this run is one of `scripts/sanitize`: then freed memory is held back and shadows are terabytes, so that nothing can be said of
/// how much memory a process takes.
public enum Sanitizer {
    public static let isOn: Bool = {
        let environment = ProcessInfo.processInfo.environment
        return environment["TSAN_OPTIONS"] != nil || environment["ASAN_OPTIONS"] != nil
    }()
}
