import ArgumentParser
import Sidecar

struct FenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fence", abstract: "Lead what goes to databases to the sidecar, and refuse every other way there.",
        discussion: """
            A table of nftables in this network namespace, for a sidecar with --transparent that runs as a user of its own:
              chaperone fence apply --policy policy.bundle --trust-key policy.pub --network 10.20.0.0/16

            Only apply and remove need a right, CAP_NET_ADMIN; the sidecar needs none. check is to be run as the agent.

            Exit codes: 0 done, or it stands; 1 it does not stand, or was not made; 64 usage.
            """, subcommands: [Print.self, Apply.self, Check.self, Remove.self])

    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the table, as nft -f takes it.")
        @OptionGroup var options: FenceOptions

        func run() throws { print(try options.fence().script, terminator: "") }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the table, or make it anew, in one transaction.")
        @OptionGroup var options: FenceOptions

        func run() throws { try FenceCommand.nft(options.fence().script) }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show that the fence stands, for who runs this.")
        @OptionGroup var options: FenceOptions

        func run() throws {
            let (fence, targets) = try options.read()
            do throws(FenceCheck.Failure) { try FenceCheck(fence, targets: targets).run() } catch {
                print(error.reason)
                throw ExitCode(1)
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take the table away, whether it is there or not.")

        func run() throws { try FenceCommand.nft(Fence.removal) }
    }

    private static func nft(_ script: String) throws {
        do throws(NftCommand.Failure) { try NftCommand.run(script) } catch {
            print(error.reason)
            throw ExitCode(1)
        }
    }
}
