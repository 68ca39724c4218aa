internal import Web

/// The part of a long list that a caller asks for: `page` from 1 on, `perpage` to a page.
struct Page: Sendable, Equatable {
    /// What one answer holds at most.
    static let sizeMax = 5_000

    let number: Int
    let size: Int

    /// What is absent or no number is the first page of 1,000.
    init(of request: WebRequest) {
        number = max(1, request.queryParameter("page").flatMap { Int($0) } ?? 1)
        let asked = request.queryParameter("perpage") ?? request.queryParameter("limit")
        size = min(max(1, asked.flatMap { Int($0) } ?? 1_000), Self.sizeMax)
    }

    func cut<Element>(_ elements: [Element]) -> [Element] {
        let (start, isTooFar) = (number - 1).multipliedReportingOverflow(by: size)
        return isTooFar ? [] : Array(elements.dropFirst(start).prefix(size))
    }
}
