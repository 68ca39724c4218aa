/// A call's failure, as the table reports it.
struct Negative: Error {
    let number: Int32
    init(_ number: Int32) { self.number = number }
}
