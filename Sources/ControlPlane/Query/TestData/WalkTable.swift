/// The rows of a random walk as a table.
struct WalkTable {
    private let withMissing: Bool
    private var times: [FrameTime?] = []
    private var values: [Double?] = []
    private var lows: [Double?] = []
    private var highs: [Double?] = []
    private var words: [String?] = []
    private var states: [String?] = []

    /// How far the band may be from the walk.
    private static let spread = 2.5

    init(withMissing: Bool) { self.withMissing = withMissing }

    mutating func append(_ time: Int64, _ value: Double, change: Double, _ random: inout SplitMix) {
        var row: [Double?] = [
            value, value - random.unit() * Self.spread - 0.01, value + random.unit() * Self.spread + 0.01,
        ]
        var state = change > 0 ? "Up" : "Down"
        if withMissing, random.unit() > 0.8 {
            for place in row.indices where random.unit() > 0.2 { (row[place], state) = (nil, "Unknown") }
        }
        times.append(FrameTime(milliseconds: time))
        values.append(row[0])
        lows.append(row[1])
        highs.append(row[2])
        words.append((change > 0 ? "up" : "down") + (abs(change) > 0.4 ? " fast" : ""))
        states.append(state)
    }

    func frame(named name: String) -> DataFrame {
        DataFrame(
            name: name,
            fields: [
                FrameField("Time", .time(times), isNullable: true),
                FrameField("Value", .float64(values), isNullable: true),
                FrameField("Min", .float64(lows), isNullable: true),
                FrameField("Max", .float64(highs), isNullable: true),
                FrameField("Info", .string(words), isNullable: true), FrameField("State", .string(states)),
            ])
    }
}
