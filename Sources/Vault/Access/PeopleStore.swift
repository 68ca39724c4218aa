/// Where everybody who may do something is kept, and what they belong to.
public protocol PeopleStore: OrganizationStore, UserStore, TeamStore, ServiceAccountStore, TokenStore, PreferenceStore,
    StarStore,
    UsageStore
{}
