internal import Bytes

/// The body of an answer as it comes, in pieces that stay where they are when more comes. Putting them together moves all of it, which is
/// nothing for a loop to do.
public final class CallBody: @unchecked Sendable {
    // Guard of the unchecked Sendable: one thread at a time. It grows on the worker's loop, and is taken where its one task wants it.

    /// Bytes of a piece, but for the first one of a body whose length was said.
    static let pieceBytes = 1 << 20

    private(set) var pieces: [[UInt8]] = []
    private var firstBytes = pieceBytes
    public private(set) var count = 0

    init() {}

    /// There is but one piece, so that taking it moves nothing.
    public var isInOnePiece: Bool { pieces.count <= 1 }

    /// Makes room for a body of that length, of which nothing has come.
    func reserve(_ length: Int) {
        firstBytes = max(length, 1)
        pieces = [[]]
        pieces[0].reserveCapacity(length)
    }

    func append(_ bytes: Span<UInt8>) {
        count += bytes.count
        if let last = pieces.indices.last, pieces[last].count + bytes.count <= room(of: last) {
            return pieces[last].append(bytes)
        }
        var piece: [UInt8] = []
        // The first grows as it must: most bodies are small.
        if !pieces.isEmpty { piece.reserveCapacity(max(bytes.count, Self.pieceBytes)) }
        piece.append(bytes)
        pieces.append(piece)
    }

    private func room(of piece: Int) -> Int { piece == 0 ? firstBytes : Self.pieceBytes }

    /// All of it, and leaves nothing. Each piece is let go of when it has been moved.
    public func take() -> [UInt8] {
        defer { (pieces, count) = ([], 0) }
        guard !isInOnePiece else { return pieces.first ?? [] }
        var whole: [UInt8] = []
        whole.reserveCapacity(count)
        for index in pieces.indices {
            whole += pieces[index]
            pieces[index] = []
        }
        return whole
    }
}
