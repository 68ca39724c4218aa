import Testing

@testable import Downstream

@Suite struct EndedStreamsTests {
    @Test("the latest 128 streams are told apart, in whatever order they end")
    func latestStreamsAreToldApart() {
        var (ended, model) = (EndedStreams(), Set<Int32>())
        for begun in stride(from: Int32(1), to: 2_001, by: 2) where begun % 3 != 0 {
            let stream = max(1, begun - begun * 7 % 61 * 2)
            ended.note(stream)
            model.insert(stream)
            let latest = model.max() ?? 0
            for stream in 0...latest + 20 {
                #expect(ended.contains(stream) == (model.contains(stream) && stream > latest - 256))
            }
        }
    }

    @Test func noStreamIsTooFar() {
        var ended = EndedStreams()
        #expect(!ended.contains(1) && !ended.contains(.max))
        ended.note(1)
        #expect(ended.contains(1) && !ended.contains(3))
        ended.note(.max)
        #expect(ended.contains(.max) && !ended.contains(1) && !ended.contains(.max - 2))
        ended.note(1)
        #expect(!ended.contains(1))
    }
}
