package import Logging
import Spool

/// From options to exit code.
package enum Launch {
    package static func run(_ options: RunOptions, logger: Logger) async -> Int32 {
        let configuration: SidecarConfiguration
        do { configuration = try SidecarConfiguration.check(options) } catch {
            for problem in error.all { logger.critical("configuration: \(problem)") }
            // Along with the rest, so that one run tells all.
            do { _ = try StateLock(directory: options.state) } catch {
                logger.critical("state: \(error.reason)")
            }
            return 78
        }
        let sidecar: Sidecar
        do { sidecar = try Sidecar(configuration, logger: logger) } catch let failure as AuditFailure {
            logger.critical("state: \(failure.reason)")
            return 75
        } catch {
            logger.critical("configuration: the TLS files of a lane cannot be used: \(error)")
            return 78
        }
        do {
            try await sidecar.run()
            return 0
        } catch let failure as Sidecar.StartFailure {
            logger.critical("\(failure.reason)")
            return 78
        } catch {
            logger.critical("failed: \(error)")
            return 70
        }
    }
}
