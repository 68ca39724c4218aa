import Bytes
import Foundation
import Testing

@testable import Control

/// The bodies that the fuzz target starts from, each with what becomes of it.
@Suite struct BodyCorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/corpus/DataSourceBodyFuzz")

    private static let understood: Set = [
        "graphite", "cloudwatch", "legacy-passwords", "other-case", "numbers", "escapes",
    ]

    @Test func everyKeptBodyIsReadOrRefused() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
        #expect(Set(names).isSuperset(of: Self.understood))
        for name in names {
            let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
            for purpose in [DataSourceBody.Purpose.create, .update] {
                var text = ByteBuffer()
                text.append(bytes)
                let change = try? DataSourceBody.decode(text, for: purpose)
                #expect((change != nil) == Self.understood.contains(name), "\(name) for \(purpose)")
            }
        }
    }
}
