/// What the workers asked of the kernel and got, in order: its digest tells whether two runs were the same, its end
/// shows how a
/// violation came about.
public struct Trace {
    private struct Line {
        let call: StaticString
        let subject: Int
        let result: Int
        let at: UInt64
    }

    private var lines: [Line] = []
    private var next = 0
    private static let kept = 400
    /// FNV-1a over everything so far.
    public private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    public private(set) var count = 0
    /// Called with every line as it comes, for a run that is watched.
    public var print: ((String) -> Void)?

    mutating func add(_ call: StaticString, subject: Int, result: Int, at moment: UInt64) {
        for word in [
            UInt64(call.utf8CodeUnitCount), UInt64(bitPattern: Int64(subject)), UInt64(bitPattern: Int64(result)),
            moment,
        ] {
            digest = (digest ^ word) &* 0x100_0000_01B3
            digest ^= digest >> 29
        }
        count += 1
        let line = Line(call: call, subject: subject, result: result, at: moment)
        print?(Self.text(line))
        if lines.count < Self.kept {
            lines.append(line)
        } else {
            lines[next] = line
            next = (next + 1) % Self.kept
        }
    }

    /// The last lines, oldest first.
    public var tail: [String] { (lines[next...] + lines[..<next]).map(Self.text) }

    private static func text(_ line: Line) -> String {
        "\(line.at / 1_000) us  \(line.call) \(line.subject) = \(line.result)"
    }
}
