internal import Reactor

/// A data source's machine: takes dials as its plan says.
final class ScriptedSource: FakeHost {
    let plan: SourcePlan
    unowned let world: World
    private(set) var conversations = 0

    init(plan: SourcePlan, world: World) {
        self.plan = plan
        self.world = world
    }

    func answerDial(from endpoint: Endpoint) -> DialAnswer {
        let delay = world.kernel.random.scaled(1_000...2_000_000)
        if world.draws(plan.refuses) {
            world.disturb(plan.index)
            return world.draws(500) ? .refuse(after: delay) : .unreachable(after: delay)
        }
        if world.draws(plan.swallowsDials) {
            world.disturb(plan.index)
            return .never
        }
        return .accept(after: world.draws(plan.isSlowToDial) ? delay * 1_000 : delay)
    }

    func accepted(_ endpoint: Endpoint) -> any EndpointActor {
        conversations += 1
        let conversation = SourceConversation(source: self, endpoint: endpoint)
        world.keep(conversation)
        return conversation
    }
}
