internal import Bytes

/// Percent escapes as Go writes them in a query: letters, digits and `-_.~` stay, a space is `+` unless told otherwise.
enum QueryEscape {
    static func append(_ text: Span<UInt8>, space: StaticString = "+", to buffer: inout ByteBuffer) {
        for index in 0..<text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
                buffer.append(byte)
            case 0x20: buffer.append(space)
            default:
                buffer.append(UInt8(ascii: "%"))
                buffer.append(digit(byte >> 4))
                buffer.append(digit(byte & 15))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
    }
}
