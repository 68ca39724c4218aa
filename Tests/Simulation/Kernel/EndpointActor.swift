/// A scripted caller or source: it is told when its end of a connection may have changed, and looks for itself.
public protocol EndpointActor: AnyObject {
    func endpointReady(_ endpoint: Endpoint)
}
