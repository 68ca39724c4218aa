/// `30d`: a whole number and a unit, as seconds.
enum Lifetime {
    static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()), count > 0 else {
            return nil
        }
        let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
        // A century: longer is surely a slip, and far from where the sum with the clock could overflow.
        return isTooLong || seconds > 100 * 366 * 86_400 ? nil : seconds
    }
}
