/// How a scripted caller behaves on its connections.
struct CallerPlan {
    /// Requests that may be under way at once.
    var pipelining = 1
    /// Bytes sent and read at a time, and nanoseconds between.
    var writePiece = Int.max
    var writePause = 0
    var readPiece = Int.max
    var readPause = 0
    /// Nanoseconds between an answer and the next request.
    var thinking = 0
    /// It goes after so many bytes sent or received on a connection.
    var leavesAfterSent: Int?
    var leavesAfterReceived: Int?
    var leaving = Leaving.close

    enum Leaving: CaseIterable { case close, abort, halfClose }

    /// Nanoseconds that it takes to read so many bytes, at most.
    func readingNanoseconds(_ bytes: Int) -> UInt64 { UInt64(bytes / readPiece + 1) * UInt64(readPause) }

    static func drawn(_ random: inout SeededRandom, plan: WorldPlan) -> CallerPlan {
        var caller = CallerPlan()
        if random.chance(plan.pipelining) { caller.pipelining = random.within(2...6) }
        if random.chance(300) {
            caller.writePiece = random.scaled(1...5_000)
            caller.writePause = random.scaled(1...3_000_000)
        }
        if random.chance(plan.slowCallers) {
            caller.readPiece = random.scaled(1...10_000)
            caller.readPause = random.scaled(1...20_000_000)
        }
        // A slow caller of long bodies would take hours: no timer of the engine forbids that, but a run has an end.
        caller.readPause = min(caller.readPause, 60_000_000_000 / (plan.bodyBytesMax / caller.readPiece + 1))
        caller.writePause = min(
            caller.writePause, 5_000_000_000 / (max(plan.bodyBytesMax, 4_000) / caller.writePiece + 1))
        caller.thinking = random.chance(500) ? 0 : random.scaled(1...3_000_000_000)
        guard random.chance(plan.leavers) else { return caller }
        if random.chance(500) {
            caller.leavesAfterSent = random.scaled(0...plan.bodyBytesMax)
        } else {
            caller.leavesAfterReceived = random.scaled(0...plan.bodyBytesMax)
        }
        caller.leaving = random.pick(Leaving.allCases)
        return caller
    }
}
