internal import Glibc

/// What the kernel lets this process have.
public enum ResourceLimits {
    /// Raises the number of open descriptors as far as it goes without privileges; says how far.
    @discardableResult
    public static func raiseDescriptors() -> UInt64 {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return 0 }
        guard limit.rlim_cur < limit.rlim_max else { return UInt64(limit.rlim_cur) }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        return unsafe setrlimit(resource, &limit) == 0 ? UInt64(limit.rlim_max) : UInt64(before)
    }

    /// Processors that this process may run on; at least 1.
    public static var processors: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }
}
