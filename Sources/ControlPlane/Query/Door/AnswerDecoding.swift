internal import Compression
internal import Upstream

/// Undoes the content coding of an answer.
enum AnswerDecoding {
    /// `share` of the worker's bytes counts what comes of the body. Takes long for a large one.
    static func decode(
        _ body: [UInt8], coded field: String, bytesMax: Int, share: AnswerShare?
    ) -> Result<[UInt8], SourceFailure> {
        guard let coding = ContentCoding(field: field) else { return .failure(.badContentCoding) }
        do throws(CompressionError) {
            return .success(try coding.decode(body, bytesMax: bytesMax) { share?.grow(to: $0) ?? true })
        } catch {
            switch error {
            case .broken: return .failure(.badContentCoding)
            case .tooLarge(let bytesMax): return .failure(.answerTooLarge(limit: bytesMax))
            case .noRoom: return .failure(.noRoom)
            }
        }
    }
}
