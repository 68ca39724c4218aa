import Reactor
import Testing
import Upstream

@testable import Query

@Suite struct SourceFailureWordsTests {
    @Test(arguments: [
        (SourceFailure.upstream(.connectRefused), 502, QueryError.Blame.downstream),
        (.upstream(.firstByteTimeout), 504, .downstream),
        (.answerTooLarge(limit: 5), 500, .downstream), (.badContentCoding, 500, .downstream),
        (.outOfTime, 504, .downstream), (.withdrawn, 500, .plugin), (.secretUnavailable, 500, .plugin),
        (.unusableTarget(.noURL), 500, .plugin), (.tlsMaterial, 500, .plugin),
    ])
    func failuresBecomeErrorsOfAQuery(_ failure: SourceFailure, _ status: Int, _ blame: QueryError.Blame) {
        let error = QueryError(failure)
        #expect(error.status == status)
        #expect(error.blame == blame)
        #expect(!error.text.isEmpty)
    }
}
