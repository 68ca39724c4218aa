internal import Proxy
internal import Upstream

/// What must hold of what the control plane is told.
extension World {
    /// A source's whole answer has come.
    func judge(_ answer: CallAnswer, to call: CallPlan) {
        func wrong(_ what: String) { violate("asked \(call.story): \(what)") }
        let body = answer.body.take()
        if let nonce = answer.fields.first(where: { $0.name == "X-Nonce" })?.value, nonce != call.name {
            return wrong("the answer to \(nonce) arrived")
        }
        let behaviour = call.behaviour
        if behaviour.trouble == .refusesCredential {
            // What a proxied call's caller never sees is the asker's to read.
            if answer.status != 401 { wrong("status \(answer.status), not 401") }
            return
        }
        guard behaviour.looksWhole(isHead: false, bodyCount: call.answerBody.count) else {
            return wrong("a broken answer arrived as if it were whole")
        }
        if behaviour.trouble != nil { return }
        if answer.status != behaviour.status { wrong("status \(answer.status), not \(behaviour.status)") }
        let expected = behaviour.hasBody ? call.answerBody : []
        if body != expected { wrong("\(body.count) bytes, not the source's \(expected.count)") }
    }

    /// There is no answer: for a reason that would excuse a proxied call, or because nobody waits any longer.
    func judge(_ error: CallError, of call: CallPlan, at source: Int, isWithdrawn: Bool) {
        if isDraining { return }
        switch error {
        case .upstream(let failure):
            judgeFailure(
                ProxyErrorResponse.status(of: .upstream(failure)), failure.description, of: call, at: source)
        case .withdrawn where isWithdrawn: return
        case .withdrawn, .answerTooLarge, .noRoom, .ending: violate("asked \(call.story): \(error) without a reason")
        }
    }
}
