extension SourceBehaviour {
    /// The body's end is never sent.
    var cutsBody: Bool {
        switch trouble {
        case .resetsInBody, .closesInBody, .stalls, .badChunk: true
        default: false
        }
    }

    /// An answer that a caller could take for whole all the same: there is no body to cut, or nothing says where it
    /// ends.
    func looksWhole(isHead: Bool, bodyCount: Int) -> Bool {
        guard let trouble else { return true }
        switch trouble {
        case .resetsInBody, .closesInBody, .stalls, .badChunk:
            if isHead || !hasBody { return true }
            switch framing {
            case .length: return bodyCount == 0
            case .untilClose: return trouble == .closesInBody || bodyCount == 0 || trouble == .badChunk
            case .chunked, .noContent, .notModified: return false
            }
        default: return false
        }
    }
}

extension SourceBehaviour {
    /// Its trouble may show only after the engine's timers have ended the call.
    var mayTakeLong: Bool {
        switch trouble {
        case .badChunk, .oversizedHead, .tooManyFields: true
        default: false
        }
    }
}
