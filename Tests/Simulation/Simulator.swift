/// Runs worlds.
public enum Simulator {
    /// The world of `seed`, with a fault of the engine imitated when `plant` names one.
    /// `watch` is given every system call as it is made.
    public static func run(seed: UInt64, plant: PlantedFault? = nil, watch: ((String) -> Void)? = nil) -> RunReport {
        CrashNote.set(seed)
        let world = World(seed: seed, plant: plant)
        world.kernel.trace.print = watch
        return world.run()
    }
}
