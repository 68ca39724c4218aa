/// A caller of the world: does what its script says until it is done.
protocol WorldCaller: AnyObject {
    var isDone: Bool { get }
    /// What it waits for, for a report on a stuck world.
    var waitingFor: String { get }
    func begin()
}
