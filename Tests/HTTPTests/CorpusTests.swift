import Bytes
import Foundation
import HTTP
import Testing

/// Inputs that the fuzzers start from and once found.
@Suite struct CorpusTests {
    private func inputs(_ kind: String) throws -> [[UInt8]] {
        let folder = URL(fileURLWithPath: #filePath + "/../../../Fuzz/corpus/\(kind)").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        return try files.map { Array(try Data(contentsOf: $0)) }
    }

    @Test func keptRequestsAreAnsweredTheSameWhenTheyDrip() throws {
        for bytes in try inputs("RequestHeadFuzz") {
            var head = RequestHead()
            let whole = head.parse(bytes.span)
            for length in 0..<bytes.count {
                let part = head.parse(bytes.span.extracting(0..<length))
                #expect(part == .incomplete || part == whole)
            }
        }
    }

    @Test func keptAnswersAreAnsweredTheSameWhenTheyDrip() throws {
        for bytes in try inputs("ResponseHeadFuzz") {
            var head = ResponseHead()
            let whole = head.parse(bytes.span, answering: .get)
            for length in 0..<bytes.count {
                let part = head.parse(bytes.span.extracting(0..<length), answering: .get)
                #expect(part == .incomplete || part == whole)
            }
        }
    }

    @Test func keptBodiesAreDecoded() throws {
        for bytes in try inputs("ChunkedFuzz") {
            var buffer = ByteBuffer()
            buffer.append(bytes)
            var decoder = ChunkedDecoder()
            _ = decoder.decode(&buffer, in: 0..<bytes.count)
        }
    }

    @Test func keptURLsAreAnswered() throws {
        for bytes in try inputs("SourceURLFuzz") { _ = try? SourceURL(parsing: String(decoding: bytes, as: UTF8.self)) }
    }
}
