import TestSupport

/// Where two JSON texts differ: stricter than `conform.py`, no member may be there that was not recorded. A recorded null may be missing.
enum JSONDifference {
    static func between(
        _ wanted: JSONTree, _ got: JSONTree, at path: String = "", ignoring ignored: Set<String> = []
    ) -> [String] {
        switch (wanted, got) {
        case (.object(let wanted), .object(let got)):
            return Set(wanted.keys).union(got.keys).subtracting(ignored).sorted().flatMap { key in
                between(wanted[key] ?? .null, got[key] ?? .null, at: "\(path).\(key)", ignoring: ignored)
            }
        case (.array(let wanted), .array(let got)) where wanted.count == got.count:
            return zip(wanted, got).enumerated().flatMap { index, pair in
                between(pair.0, pair.1, at: "\(path).\(index)", ignoring: ignored)
            }
        default:
            return wanted == got ? [] : ["\(path): \(got.text), not \(wanted.text)"]
        }
    }
}
