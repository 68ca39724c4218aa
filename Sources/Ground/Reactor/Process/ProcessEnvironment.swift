internal import Glibc

/// The environment that the process was started with.
public enum ProcessEnvironment {
    /// Every variable whose name begins with `prefix`. Read before threads start: nothing here changes the environment.
    public static func variables(withPrefix prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let pair = unsafe String(cString: text)
            if pair.hasPrefix(prefix), let equals = pair.firstIndex(of: "=") {
                found[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
            }
            unsafe entry += 1
        }
        return found
    }
}
