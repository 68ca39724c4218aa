internal import Upstream

extension CallConfiguration {
    init(_ configuration: ServerConfiguration) {
        self.init()
        timeoutMilliseconds = configuration.firstByteTimeout
        answerBytesMax = configuration.queryAnswerMegabytes << 20
        answersTotalBytesMax = 4 * answerBytesMax
        requestMilliseconds = configuration.queryTimeout
    }
}
