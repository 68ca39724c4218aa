internal import JSON

/// Members of an object by the type of their value.
extension JSONWriter {
    mutating func field(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    mutating func field(_ key: String, _ value: Int64) {
        self.key(key)
        int(value)
    }

    mutating func field(_ key: String, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    mutating func nullField(_ key: String) {
        self.key(key)
        null()
    }

    mutating func emptyArray(_ key: String) {
        self.key(key)
        beginArray()
        endArray()
    }
}
