/// The integer types of frames, by the name that stands in `typeInfo.frame`.
public enum IntegerType: String, Sendable {
    case int8, int16, int32, int64, uint8, uint16, uint32
}
