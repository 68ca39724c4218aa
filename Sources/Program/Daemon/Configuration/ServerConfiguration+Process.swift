internal import Reactor

extension ServerConfiguration {
    /// From this process's environment and machine, and the given flags.
    public init(ofProcess flags: [(name: String, value: String)]) throws(DaemonError) {
        try self.init(
            flags: flags, environment: ProcessEnvironment.variables(withPrefix: "HEADGATE_"),
            processors: ResourceLimits.processors)
    }
}
