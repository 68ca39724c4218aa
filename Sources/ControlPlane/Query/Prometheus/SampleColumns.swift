internal import Bytes
internal import JSON

/// The samples of one series as text: times in milliseconds and values, each with a comma behind it. Kept from series to series, so
/// that an answer costs no memory for each sample and little for each series.
struct SampleColumns: ~Copyable {
    private(set) var count = 0
    private var times = ByteBuffer()
    private var values = ByteBuffer()
    private var special = SpecialValues()
    /// The times of the series before: in a range query most series have the same, which are then held once.
    private var timesBefore = NumberText(json: [], count: 0)

    /// Adds a sample whose parts were cut out of the text: a JSON number and the inside of a string. False when one of them is none.
    mutating func add(seconds: String, value: String) -> Bool {
        guard let milliseconds = SampleText.milliseconds(seconds), let number = SampleText.double(value) else {
            return false
        }
        times.append(String(milliseconds))
        times.append(UInt8(ascii: ","))
        if special.note(number, row: count) {
            values.append("null" as StaticString)
        } else {
            values.append(JSONNumber(text: value)?.text ?? SampleText.json(number))
        }
        values.append(UInt8(ascii: ","))
        count += 1
        return true
    }

    /// Adds the samples from `start` on that are written as Prometheus writes them, without white space: `[1700000000.5,"1.5"],[…`. The
    /// offset behind the last one that was added; `start` when there is none.
    mutating func addCompact(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var end = start
        var next = start
        while next + CompactSample.bytesMax <= bytes.count, let sample = CompactSample(bytes, at: next) {
            sample.appendTime(to: &times)
            sample.appendValue(of: bytes, to: &values)
            count &+= 1
            end = sample.end
            guard bytes[end] == UInt8(ascii: ",") else { break }
            next = end &+ 1
        }
        return end
    }

    /// The two columns; this is then empty and ready for the next series.
    mutating func finish() -> (times: NumberText, values: NumberText) {
        times.truncate(to: max(0, times.count - 1))
        values.truncate(to: max(0, values.count - 1))
        let isSame = times.span.equals(timesBefore.json.span)
        if !isSame { timesBefore = NumberText(json: times.span.copy(), count: count) }
        let columns = (timesBefore, NumberText(json: values.span.copy(), count: count, special: special))
        times.removeAll()
        values.removeAll()
        special = SpecialValues()
        count = 0
        return columns
    }
}
