internal import CZlib

/// Reads a whole deflate stream (RFC 1950-1952) into memory.
enum Inflater {
    /// What stands around the stream, as zlib's window bits say it.
    enum Format: Int32 {
        case zlib = 15
        case gzip = 31
        case bare = -15
    }

    /// Bytes of one step.
    private static let stepBytes = 64 << 10

    /// The header of RFC 1950: method 8, and a check over both bytes.
    static func looksLikeZlib(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        return bytes[0] & 0x0F == 8 && (Int(bytes[0]) * 256 + Int(bytes[1])) % 31 == 0
    }

    /// Members of a gzip file that follow each other are one text (RFC 1952 2.2). Output grows by steps and is measured at each, so that
    /// it never lies more than one step beyond the bound.
    static func inflate(
        _ bytes: [UInt8], as format: Format, bytesMax: Int, hasRoom: (Int) -> Bool
    ) throws(CompressionError) -> [UInt8] {
        guard bytes.count <= UInt32.max else { throw .tooLarge(bytesMax: bytesMax) }
        // The library's state points back at this struct: it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        defer { unsafe stream.deallocate() }
        guard
            unsafe inflateInit2_(
                stream, format.rawValue, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .broken }
        defer { unsafe inflateEnd(stream) }
        var output: [UInt8] = []
        let result = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(input.count)
            return unsafe run(stream, format, into: &output, bytesMax: bytesMax, hasRoom: hasRoom)
        }
        if let result { throw result }
        return output
    }

    private static func run(
        _ stream: UnsafeMutablePointer<z_stream>, _ format: Format, into output: inout [UInt8], bytesMax: Int,
        hasRoom: (Int) -> Bool
    ) -> CompressionError? {
        while true {
            let status = unsafe step(stream, into: &output)
            if output.count > bytesMax { return .tooLarge(bytesMax: bytesMax) }
            if !hasRoom(output.count) { return .noRoom }
            switch status {
            case Z_OK: continue
            case Z_STREAM_END:
                if unsafe stream.pointee.avail_in == 0 { return nil }
                guard format == .gzip, unsafe inflateReset(stream) == Z_OK else { return .broken }
            default: return .broken
            }
        }
    }

    /// Appends up to `stepBytes`; the library's word for how it went. No progress is `Z_BUF_ERROR`: the input ended early.
    private static func step(_ stream: UnsafeMutablePointer<z_stream>, into output: inout [UInt8]) -> Int32 {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: stepBytes) { room in
            unsafe stream.pointee.next_out = room.baseAddress
            unsafe stream.pointee.avail_out = UInt32(room.count)
            let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            let count = unsafe room.count - Int(stream.pointee.avail_out)
            unsafe output.append(contentsOf: room[0..<count])
            return status
        }
    }
}
