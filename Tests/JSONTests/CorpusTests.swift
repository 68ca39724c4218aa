import Bytes
import Glibc
import JSON
import Testing

/// Texts that fuzzing found worth keeping, and the corners of the grammar that it starts from.
@Suite struct CorpusTests {
    @Test(arguments: Corpus.names)
    func everyTextIsParsedOrRefusedWithoutATrap(_ name: String) throws {
        let bytes = try #require(Corpus.bytes(of: name))
        guard let value = try? JSONValue(parsing: bytes.span) else { return }
        #expect(try parsed(written(value)) == value)
    }

    /// What the scanner accepts is passed over whole, what it refuses is refused, but for keys that occur twice.
    @Test(arguments: Corpus.names)
    func cursorAgreesWithTheScanner(_ name: String) throws {
        let bytes = try #require(Corpus.bytes(of: name))
        let problem = refusal(of: bytes)?.problem
        #expect((skippingRefusal(of: bytes) == nil) == (problem == nil || problem == .duplicateKey))
    }

    @Test func theCorpusIsThere() { #expect(Corpus.names.count > 20) }
}

/// What the cursor says of a text that it passes over: nothing when it accepts it.
private func skippingRefusal(of bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
        var cursor = JSONCursor(bytes.span)
        try cursor.skip()
        try cursor.end()
        return nil
    } catch {
        return error
    }
}

private enum Corpus {
    static let folder = #filePath.dropLast("Tests/JSONTests/CorpusTests.swift".count) + "Fuzz/corpus/JSONFuzz/"

    static var names: [String] {
        guard let directory = opendir(String(folder)) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func bytes(of name: String) -> [UInt8]? {
        let descriptor = open(folder + name, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let length = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return length < 0 ? nil : Array(bytes[..<length])
    }
}
