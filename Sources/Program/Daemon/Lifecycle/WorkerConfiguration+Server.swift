internal import Proxy
internal import Upstream

extension WorkerConfiguration {
    init(_ configuration: ServerConfiguration) {
        self.init()
        upstream.connectTimeoutMilliseconds = configuration.connectTimeout
        upstream.tlsTimeoutMilliseconds = configuration.tlsTimeout
        upstream.firstByteTimeoutMilliseconds = configuration.firstByteTimeout
        upstream.idleTimeoutMilliseconds = configuration.idleTimeout
        upstream.pooledIdleMilliseconds = configuration.pooledIdleTimeout
        upstream.pooledLifetimeMilliseconds = configuration.pooledLifetime
        upstream.callsPerSourceMax = configuration.callsPerSource
        upstream.breaker = configuration.breaker
        requestBytesMax = configuration.requestBytesMax
        responseBytesMax = configuration.responseBytesMax
        requestBytesPerSecondMin = configuration.requestBytesPerSecondMin
        upstream.outbound = configuration.outbound
        drainMilliseconds = configuration.drainTimeout
        userAgent = configuration.userAgent
    }
}
