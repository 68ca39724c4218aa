import Testing

@testable import Upstream

@Suite struct AnswerBudgetTests {
    @Test func sharesAreGivenBackWhenNobodyHoldsTheAnswer() {
        let budget = AnswerBudget(bytesMax: 100)
        var first: AnswerShare? = AnswerShare(of: budget)
        let second = AnswerShare(of: budget)
        #expect(first?.grow(to: 40) == true && first?.grow(to: 60) == true)
        #expect(!second.grow(to: 41), "more than there is was given")
        #expect(second.grow(to: 40))
        #expect(budget.takenBytes == 100)
        first = nil
        #expect(budget.takenBytes == 40)
        #expect(second.grow(to: 100))
    }
}
