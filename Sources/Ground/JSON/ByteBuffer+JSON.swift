public import Bytes

extension ByteBuffer {
    /// Lets `body` write one value behind what this buffer holds.
    public mutating func writeJSON<Failure: Error>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        var writer = JSONWriter(appendingTo: self)
        do throws(Failure) {
            try body(&writer)
        } catch {
            self = writer.abandon()
            throw error
        }
        self = writer.finish()
    }

    public mutating func appendJSON(_ value: JSONValue) {
        writeJSON { $0.value(value) }
    }
}
