import Testing

@testable import Query

@Suite struct ExemplarSampleTests {
    private func exemplar(_ seconds: Int64, _ value: Double) -> PrometheusExemplar {
        PrometheusExemplar(milliseconds: seconds * 1_000, value: value, labels: [:], seriesLabels: [:])
    }

    @Test func eachStepShowsItsLargestAndWhatLiesFarBelow() {
        let exemplars = [exemplar(1, 1), exemplar(2, 2), exemplar(14, 100), exemplar(16, 3), exemplar(17, 4)]
        let chosen = ExemplarSample.chosen(from: exemplars, step: .seconds(15))
        #expect(chosen == [exemplar(2, 2), exemplar(14, 100), exemplar(17, 4)])
    }

    @Test func oneExemplarIsChosen() {
        #expect(ExemplarSample.chosen(from: [exemplar(1, .nan)], step: .second).count == 1)
        #expect(ExemplarSample.chosen(from: [], step: .second).isEmpty)
    }
}
