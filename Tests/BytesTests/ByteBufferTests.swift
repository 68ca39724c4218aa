import Bytes
import Testing

@Suite struct ByteBufferTests {
    @Test(arguments: [0, 7, 10, 99, 100, 65_535, UInt64.max])
    func numbersAreWrittenInBothBases(_ number: UInt64) {
        var buffer = ByteBuffer()
        buffer.append(decimal: number)
        #expect(text(buffer) == String(number))
        buffer.removeAll()
        buffer.append(hexadecimal: number)
        #expect(text(buffer) == String(number, radix: 16))
    }

    @Test(arguments: [ByteBuffer.Kind.plain, .confidential])
    func growthKeepsWhatWasWritten(_ kind: ByteBuffer.Kind) {
        var buffer = ByteBuffer(kind: kind)
        var expected: [UInt8] = []
        for round in 0..<200 {
            let piece = [UInt8](repeating: UInt8(round), count: round)
            buffer.append(piece)
            expected += piece
        }
        let copy = buffer.span.copy()
        #expect(copy == expected)
        let fits = buffer.capacity >= buffer.count
        #expect(fits)
    }

    @Test(arguments: [ByteBuffer.Kind.plain, .confidential])
    func runsWithTextsBehindThemAreOneAfterTheOther(_ kind: ByteBuffer.Kind) {
        var buffer = ByteBuffer(kind: kind)
        var expected = ""
        for length in [0, 1, 2, 31, 600, 5_000] {
            let (first, second) = (String(repeating: "n", count: length), String(repeating: "v", count: 5_000 - length))
            buffer.append(first.utf8.span, ": ", second.utf8.span, "\r\n")
            buffer.append(second.utf8.span, "", first.utf8.span, "")
            expected += first + ": " + second + "\r\n" + second + first
        }
        #expect(text(buffer) == expected)
        let fits = buffer.capacity >= buffer.count
        #expect(fits)
    }

    @Test func removingTheFrontMovesTheRest() {
        var buffer = ByteBuffer()
        buffer.append("hello, world")
        buffer.removeFirst(7)
        #expect(text(buffer) == "world")
        buffer.move(1..<5, to: 0)
        #expect(text(buffer) == "orldd")
        buffer.truncate(to: 2)
        #expect(text(buffer) == "or")
    }

    @Test func releaseLeavesAUsableBuffer() {
        var buffer = ByteBuffer(capacity: 100, kind: .confidential)
        buffer.append("secret")
        buffer.release()
        let isReleased = buffer.isEmpty && buffer.capacity == 0
        #expect(isReleased)
        buffer.append("again")
        #expect(text(buffer) == "again")
    }

    @Test func fillTakesWhatTheBodyWrote() {
        var buffer = ByteBuffer()
        buffer.append("ab")
        let read = buffer.fill(upTo: 10) { room in
            room.copyBytes(from: [0x63, 0x64])
            return 2
        }
        #expect(read == 2)
        #expect(text(buffer) == "abcd")
        _ = buffer.fill(upTo: 10) { _ in -11 }
        #expect(text(buffer) == "abcd")
    }
}

@Suite struct SpanBytesTests {
    @Test func findsBytesFromAnOffset() {
        let bytes = Array("a:b:c".utf8)
        let found = [0, 2, 4, 9].map { bytes.span.firstOffset(of: 0x3A, from: $0) }
        #expect(found == [1, 3, nil, nil])
    }

    @Test func comparesWithoutCase() {
        let name = Array("Content-LENGTH".utf8)
        let isSame = name.span.equalsIgnoringCase("content-length")
        let isOther = name.span.equalsIgnoringCase("content_length")
        #expect(isSame && !isOther)
        let starts = name.span.starts(with: "Content-")
        let isTooLong = name.span.starts(with: "Content-LENGTH:")
        #expect(starts && !isTooLong)
    }

    @Test func wordsAreReadAndAppendedLowestByteFirst() {
        let bytes = Array("abcdefghij".utf8)
        var buffer = ByteBuffer()
        buffer.append(words: bytes.span.word(at: 0), bytes.span.word(at: 2), length: 10)
        buffer.append(words: bytes.span.word(at: 1), 0, length: 3)
        buffer.append(words: 0x41, 0x41, length: 0)
        #expect(text(buffer) == "abcdefghcd" + "bcd")
    }

    @Test func shortRunsAreAppendedWithWhatFollows() {
        let bytes = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
        var buffer = ByteBuffer()
        for length in [0, 1, 8, 31] {
            buffer.append(short: bytes.span, at: 4, length: length, then: 0x2C)
        }
        #expect(text(buffer) == ",4,456789ab,456789abcdefghijklmnopqrstuvwxy,")
    }

    @Test func refusesBytesThatAreNoText() {
        #expect(text([0xFF, 0x41]) == nil)
        #expect(text([]) == "")
    }
}

/// `#expect` takes no values that cannot leave their scope.
private func text(_ buffer: borrowing ByteBuffer) -> String? { buffer.span.validatedString() }
private func text(_ bytes: [UInt8]) -> String? { bytes.span.validatedString() }
