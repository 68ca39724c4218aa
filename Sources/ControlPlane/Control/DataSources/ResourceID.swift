/// A numeric id in a path. Read as Go reads it: decimal digits with an optional sign, leading zeros welcome, 64 bits.
enum ResourceID {
    /// An id that can be there: 1 or more.
    static func parse(_ text: String, for attempt: ControlError.Attempt) throws(ControlError) -> Int64 {
        guard let id = Int64(text) else { throw .malformedID }
        guard id > 0 else { throw .missingID(attempt) }
        return id
    }
}
