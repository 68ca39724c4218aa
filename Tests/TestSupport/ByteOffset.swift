/// Where bytes stand among others, in plain loops: generic ones take seconds under a sanitizer.
enum ByteOffset {
    /// Of `needle`, which is not empty, the first from `start` on.
    static func first(of needle: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
        var index = start
        while index + needle.count <= bytes.count {
            var matched = 0
            while matched < needle.count, bytes[index + matched] == needle[matched] { matched += 1 }
            if matched == needle.count { return index }
            index += 1
        }
        return nil
    }
}
