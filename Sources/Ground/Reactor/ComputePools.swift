/// Where long computations run: `prompt` beside everything else, `background` with what the others leave.
public struct ComputePools: Sendable {
    public let prompt: any ComputePool
    public let background: any ComputePool

    public init(prompt: any ComputePool, background: any ComputePool) {
        self.prompt = prompt
        self.background = background
    }

    /// Runs `work` on a thread of one of them and comes back with its result.
    public func run<Result: Sendable>(
        inBackground: Bool, _ work: @escaping @Sendable () -> Result
    ) async -> Result {
        await (inBackground ? background : prompt).run(work)
    }
}
