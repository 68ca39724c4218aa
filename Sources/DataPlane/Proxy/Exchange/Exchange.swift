internal import Access
internal import Catalog
internal import HTTP
internal import Upstream

/// A proxied call under way: a caller's slot, a source's slot once there is one, and two directions that know nothing of each other,
/// so that an early answer and a paused side are states and not races.
struct Exchange {
    /// Interim answers that a source may send before its own; Go's client takes five. They move no byte of a body, so that without
    /// a bound a source that sends nothing else would keep the worker for itself.
    static let interimAnswersMax = 16

    let caller: Int
    let route: Route
    let isResource: Bool
    let destination: Destination
    let method: HTTPMethod
    /// Microseconds: when the call was admitted, when its head was given to a connection, when the answer's head was there.
    let startedAt: UInt64
    var sentAt: UInt64 = 0
    var answeredAt: UInt64 = 0
    /// Bytes of its bodies at most.
    let requestBytesMax: UInt64
    let responseBytesMax: UInt64
    /// What the caller offers to change to; nothing for ordinary calls.
    let offer: WebSocketOffer?
    /// What its caller was let in by, where there is an offer: a tunnel ends when it holds no more.
    let standing: Standing?
    var source: Int?
    /// The source's connection stands, and the request's head has been given to it.
    var isConnected = false
    var request: RequestDirection
    var pace: BodyPace
    /// How the request's body goes to the source: in chunks when it came in chunks.
    let sendsChunks: Bool
    var response = ResponseDirection.head
    var answerFraming = AnswerFraming.length
    /// Answers of 1xx that have come.
    var interimAnswers = 0
    /// The source's connection may carry another call when this one is over.
    var sourceKeepsAlive = false
    /// How much was held for the caller when it last took something; nothing while the source is read.
    var pausedBytes: Int?
    /// All of the answer has left the source's socket; the last of it may still be in the pipe.
    var isAnswerRead = false
    /// The pipe that a long answer goes through.
    var pipe: Int?
    /// It waits on the ready list for its next share of a turn.
    var isReady = false
    var observation: ProxyObservation

    init(
        caller: Int, route: Route, access: RouteAccess, head: borrowing RequestHead, isResource: Bool = false,
        observation: ProxyObservation, configuration: WorkerConfiguration, offer: WebSocketOffer? = nil,
        standing: Standing? = nil, keepsTrailers: Bool = false, startedAt: UInt64
    ) {
        self.isResource = isResource
        self.offer = offer
        self.standing = standing
        requestBytesMax = min(route.terms.requestBytesMax ?? .max, configuration.requestBytesMax)
        responseBytesMax = min(route.terms.responseBytesMax ?? .max, configuration.responseBytesMax)
        self.caller = caller
        self.route = route
        destination = Destination(
            access.url.origin, tls: access.context, source: route.countedSource, terms: route.terms)
        self.observation = observation
        method = head.knownMethod
        sendsChunks = head.framing == .chunked
        pace = BodyPace(
            milliseconds: configuration.requestWaitMilliseconds,
            bytesPerSecond: route.terms.requestBytesPerSecondMin ?? configuration.requestBytesPerSecondMin)
        request = BodyRelay(head.framing, keepsTrailers: keepsTrailers).map { .body($0) } ?? .sent
        self.startedAt = startedAt
    }

    var isRequestSent: Bool {
        switch request {
        case .sent: true
        case .body, .abandoned: false
        }
    }

    /// When the caller has had all its time for the body; never once the answer began, which a caller may read before it sends the rest.
    var bodyDue: UInt64 {
        guard case .body = request, case .head = response else { return .max }
        return pace.end
    }

    /// Another attempt may send the request from its start: no byte of its body is gone and none of an answer has come.
    var isReplayable: Bool {
        guard case .head = response else { return false }
        switch request {
        case .sent: return observation.requestBytes == 0
        case .body(let relay): return !relay.hasBegun
        case .abandoned: return false
        }
    }

    var hasAnswerBegun: Bool {
        switch response {
        case .head: false
        case .body, .done, .tunnel: true
        }
    }
}
