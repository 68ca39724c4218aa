/// What can be done, in Grafana's words: clients see them in refusals.
public enum Action: String, Sendable, Hashable, CaseIterable {
    case datasourcesRead = "datasources:read"
    case datasourcesCreate = "datasources:create"
    case datasourcesWrite = "datasources:write"
    case datasourcesDelete = "datasources:delete"
    case datasourcesQuery = "datasources:query"
    case datasourcesIDRead = "datasources.id:read"
    case apiKeysRead = "apikeys:read"
    case apiKeysCreate = "apikeys:create"
    case apiKeysDelete = "apikeys:delete"
    case alertInstancesExternalRead = "alert.instances.external:read"
    case alertInstancesExternalWrite = "alert.instances.external:write"
    case alertNotificationsExternalRead = "alert.notifications.external:read"
    case alertNotificationsExternalWrite = "alert.notifications.external:write"
    case alertRulesExternalRead = "alert.rules.external:read"
    case alertRulesExternalWrite = "alert.rules.external:write"
}
