import Hummingbird

/// All of the hub's paths.
enum HubRouter {
    static func build(_ services: HubServices) -> Router<HubContext> {
        let router = Router(context: HubContext.self)
        let requests = RequestMetrics()
        router.add(middleware: requests)
        router.add(middleware: ProblemMiddleware(logger: services.logger))
        let metrics = HubMetrics(
            store: services.store, requests: requests, injections: services.injection?.metrics)
        HealthRoutes(services: services, metrics: metrics).add(to: router)
        EnrolRoute(services: services).add(to: router)
        WitnessRoute(services: services).add(to: router)
        PageRoutes(services: services).add(to: router)
        let sidecar = router.group("/v1/sidecar").add(
            middleware: SidecarAuthentication(
                store: services.store, policy: services.policy, hubName: services.hubName, clock: services.clock))
        SidecarRoutes(services: services).add(to: sidecar)
        let credentials = CredentialRoutes(services: services)
        credentials.addForSidecars(to: sidecar)
        let admin = router.group("/v1/admin").add(middleware: PersonAuthentication(people: services.people))
            .add(middleware: AdminRecording(log: services.adminLog))
        PolicyRoutes(services: services).add(to: admin)
        InstanceRoutes(services: services).add(to: admin)
        EnrolTokenRoutes(services: services).add(to: admin)
        EventRoutes(services: services).add(to: admin)
        ApprovalRoutes(services: services).add(to: admin)
        AuditRoutes(services: services).add(to: admin)
        credentials.add(to: admin)
        return router
    }
}
