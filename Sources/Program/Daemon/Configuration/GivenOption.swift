/// One option's text before anybody has looked whether it makes sense.
struct GivenOption: Sendable, Equatable {
    let text: String
    let origin: OptionOrigin
}
