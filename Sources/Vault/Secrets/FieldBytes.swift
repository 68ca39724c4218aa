/// Builds headers and what is authenticated beside a ciphertext. Numbers have a fixed width and texts their length before them, so that two
/// different lists of fields never give the same bytes.
struct FieldBytes {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// `purpose` keeps a value of one kind from being taken for one of another.
    init(purpose: String) { append(purpose) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// A run whose length never varies.
    mutating func append(_ fixed: [UInt8]) { bytes += fixed }

    mutating func append(_ number: Int64) {
        for shift in stride(from: Int64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        bytes += text.utf8
    }
}
