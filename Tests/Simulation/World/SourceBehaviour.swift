/// What a scripted source does with one call.
struct SourceBehaviour {
    enum Framing: CaseIterable { case length, chunked, untilClose, noContent, notModified }

    /// What goes wrong. The caller must be told, or see the answer cut; it must never take a part for the whole.
    enum Trouble: CaseIterable {
        case resetsBeforeAnswer, closesBeforeAnswer, garbage, tooManyFields, oversizedHead, twoLengths, upgrade
        case resetsInBody, closesInBody, badChunk, silent, stalls, refusesCredential
    }

    var framing = Framing.length
    var size = 0
    var status = 200
    var interims = 0
    /// The answer begins as soon as the head is here.
    var isEarly = false
    /// With an early answer: the rest of the request is not read.
    var stopsReading = false
    var trouble: Trouble?
    /// Bytes written at a time, and nanoseconds between.
    var piece = Int.max
    var pause = 0
    var delay = 0
    var closesAfter = false
    /// `Connection: close` says so.
    var saysClose = false
    /// Bytes that belong to no answer follow this one.
    var isFollowedByMore = false

    static func drawn(_ random: inout SeededRandom, plan: WorldPlan) -> SourceBehaviour {
        var behaviour = SourceBehaviour()
        behaviour.framing = random.chance(700) ? random.pick([.length, .chunked]) : random.pick(Framing.allCases)
        behaviour.size = random.chance(100) ? 0 : random.scaled(1...plan.bodyBytesMax)
        behaviour.status = random.chance(800) ? 200 : random.pick([201, 206, 302, 400, 403, 404, 429, 500, 502, 503])
        if behaviour.framing == .noContent { behaviour.status = 204 }
        if behaviour.framing == .notModified { behaviour.status = 304 }
        behaviour.interims = random.chance(100) ? random.within(1...3) : 0
        behaviour.isEarly = random.chance(100)
        behaviour.stopsReading = behaviour.isEarly && random.chance(500)
        if random.chance(plan.troubles) { behaviour.trouble = random.pick(Trouble.allCases) }
        if random.chance(300) { behaviour.piece = random.scaled(1...10_000) }
        if behaviour.piece < .max { behaviour.pause = random.scaled(1...5_000_000) }
        behaviour.delay = random.chance(300) ? random.scaled(1...2_000_000_000) : 0
        behaviour.closesAfter = random.chance(150) || behaviour.framing == .untilClose || behaviour.stopsReading
        behaviour.saysClose = behaviour.closesAfter && random.chance(600)
        // Only where the connection is said to end: else a gateway cannot tell it from the next answer.
        behaviour.isFollowedByMore = behaviour.saysClose && random.chance(300)
        return behaviour
    }

    var hasBody: Bool { framing != .noContent && framing != .notModified }
}
