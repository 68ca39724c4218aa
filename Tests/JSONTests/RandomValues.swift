import JSON

/// Values drawn from a seed, the same ones for the same seed (SplitMix64).
struct RandomValues: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Arrays and objects up to `depth` inside one another.
    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: depth > 0 ? 0..<8 : 0..<4, using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .number(number())
        case 3: return .string(text())
        case 4, 5: return .array((0..<count()).map { _ in value(depth: depth - 1) })
        default: return .object(object(depth: depth))
        }
    }

    private mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<count() { object[text()] = value(depth: depth - 1) }
        return object
    }

    private mutating func count() -> Int { Int.random(in: 0..<(next() % 8 == 0 ? 30 : 5), using: &self) }

    private mutating func number() -> JSONNumber {
        var text = Bool.random(using: &self) ? "-" : ""
        text += String(UInt64.random(in: 0..<(next() % 2 == 0 ? 10 : .max), using: &self))
        if Bool.random(using: &self) { text += "." + String(UInt32.random(in: 0...(.max), using: &self)) }
        if Bool.random(using: &self) { text += ["e", "E", "e+", "E-"][Int(next() % 4)] + String(next() % 1000) }
        return JSONNumber(text: text) ?? JSONNumber(0)
    }

    private mutating func text() -> String {
        let tops: [UInt32] = [0x20, 0x80, 0x80, 0x80, 0x800, 0x3000, 0x10000, 0x110000]
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &self) {
            let top = tops[Int(next() % 8)]
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0..<top, using: &self)) ?? "\u{2028}")
        }
        return text
    }
}
