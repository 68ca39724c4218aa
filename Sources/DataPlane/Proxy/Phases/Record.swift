/// Phase `record`: one observation for each proxied call, success or not.
extension Worker {
    func record(_ exchange: Exchange) {
        var observation = exchange.observation
        observation.milliseconds = now >= exchange.startedAt ? now - exchange.startedAt : 0
        environment.observe(observation)
    }
}
