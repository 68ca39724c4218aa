/// Where long computations run (scrypt, conversions): never on a loop.
public protocol ComputePool: Sendable {
    /// Runs `work` elsewhere and comes back with its result.
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result
}
