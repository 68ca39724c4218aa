/// How a scripted caller uses HTTP/2.
struct HTTP2Habits {
    /// Calls under way at once.
    var streams = 1
    /// Bytes that the gate may send on a stream before it is given more room.
    var window = 65_535
    /// Nanoseconds until room is given for what came.
    var windowPause = 0
    /// Bytes of a DATA frame.
    var dataPiece = 16_384
    /// Chances in a thousand: padding on a frame, a head in pieces, a PING, a stream taken back, another window for all streams.
    var padding = 0
    var pieces = 0
    var pings = 0
    var resets = 0
    var settings = 0
    /// Nothing is asked before the gate has said its limits.
    var waitsForSettings = false
    /// As SETTINGS_HEADER_TABLE_SIZE; nothing: the standard's.
    var tableBytes: Int?

    static func drawn(_ random: inout SeededRandom, plan: WorldPlan) -> HTTP2Habits {
        var habits = HTTP2Habits()
        habits.streams = random.scaled(1...12)
        // A window lets some hundred rounds pass for the longest body, no more: a run has an end.
        let least = plan.bodyBytesMax / 200 + 1
        habits.window = max(random.pick([1, 7, 100, 1_000, 65_535, 1 << 20]), least)
        habits.windowPause = random.chance(500) ? 0 : random.scaled(1...20_000_000)
        habits.dataPiece = max(random.pick([1, 10, 1_000, 16_384, 16_384]), least)
        func chance(_ highest: Int) -> Int { random.chance(500) ? 0 : random.within(1...highest) }
        habits.padding = chance(500)
        habits.pieces = chance(500)
        habits.pings = chance(200)
        habits.resets = chance(200)
        habits.settings = chance(100)
        habits.waitsForSettings = random.chance(500)
        if random.chance(300) { habits.tableBytes = random.pick([0, 64, 8_192]) }
        return habits
    }
}
