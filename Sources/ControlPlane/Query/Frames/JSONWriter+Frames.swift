internal import JSON

extension JSONWriter {
    /// A member whose empty text is not written.
    mutating func text(_ key: String, _ value: String) {
        guard !value.isEmpty else { return }
        self.key(key)
        string(value)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout JSONWriter, Value) -> Void) {
        if let value { write(&self, value) } else { null() }
    }
}
