/// One field of a head: where its name and its value (without the white space round it) lie, and which well-known name it is.
public struct FieldLine: Sendable, Equatable {
    public let name: ByteRange
    public let value: ByteRange
    public let known: FieldName

    @inline(__always)
    init(name: ByteRange, value: ByteRange, known: FieldName) {
        self.name = name
        self.value = value
        self.known = known
    }
}
