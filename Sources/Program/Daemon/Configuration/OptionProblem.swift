/// Why a text is no value of its option, to be read behind the option's name.
struct OptionProblem: Error, Equatable {
    let text: String

    init(_ text: String) { self.text = text }
}
