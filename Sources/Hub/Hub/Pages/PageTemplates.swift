import Mustache

/// The pages, as Mustache templates: everything in `{{…}}` is escaped.
enum PageTemplates {
    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        MustacheContentTypes.register(EscapedMarkup(), named: EscapedMarkup.name)
        for (name, text) in [
            ("layout", layout), ("login", login), ("approvals", approvals), ("approval", approval),
            ("sidecars", sidecars), ("audit", audit), ("events", events), ("policies", policies), ("message", message),
        ] {
            // The texts are below; a test renders every one of them.
            guard let template = try? MustacheTemplate(string: EscapedMarkup.pragma + text) else { continue }
            library.register(template, named: name)
        }
        return library
    }()

    private static let layout = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – Chaperone</title>
        <link rel="stylesheet" href="/static/pages.css">
        <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
        <script src="/static/live.js" defer></script>
        </head>
        <body>
        <header>
        <a class="brand" href="/approvals"><img src="/static/icon.svg" alt="" width="20" height="20"> Chaperone</a>
        {{#person}}
        <nav>
        <a href="/approvals"{{#onApprovals}} aria-current="page"{{/onApprovals}}>Approvals</a>
        {{#administrator}}
        <a href="/sidecars"{{#onSidecars}} aria-current="page"{{/onSidecars}}>Sidecars</a>
        <a href="/policies"{{#onPolicies}} aria-current="page"{{/onPolicies}}>Policies</a>
        <a href="/audit"{{#onAudit}} aria-current="page"{{/onAudit}}>Audit</a>
        <a href="/events"{{#onEvents}} aria-current="page"{{/onEvents}}>Events</a>
        {{/administrator}}
        </nav>
        <form class="who" method="post" action="/logout"><input type="hidden" name="form_token" value="{{formToken}}"><span>{{person}}</span> <button class="quiet">Log out</button></form>
        {{/person}}
        </header>
        <main id="main"{{#live}} data-live="{{live}}"{{/live}}>
        {{{content}}}
        </main>
        </body>
        </html>

        """

    private static let login = """
        <section class="card narrow">
        <h1>Log in</h1>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        {{#issuers}}
        <p><a class="button" href="/login/{{index}}">Log in with {{name}}</a></p>
        {{/issuers}}
        <form method="post" action="/login">
        <label>Admin token <input type="password" name="token" autocomplete="off" required></label>
        <p class="hint">It is in the file <code>admin.token</code> of the hub's state folder.</p>
        <button>Log in</button>
        </form>
        </section>
        """

    private static let approvals = """
        <h1>Approvals</h1>
        {{#note}}<p class="note" role="status">{{note}}</p>{{/note}}
        <h2>Waiting</h2>
        {{#pending}}
        <article class="card request">
        <div class="facts"><strong>{{principal}}</strong> on <strong>{{target}}</strong> <span class="rule">{{rule}}</span>{{#rows}} <span class="rows">after {{rows}} rows</span>{{/rows}} <span class="until">until {{until}}</span></div>
        <pre class="statement">{{text}}</pre>
        {{#parameters}}<pre class="statement">{{parameters}}</pre>{{/parameters}}
        {{#values}}<p class="values">{{values}}</p>{{/values}}
        {{#phi}}<p class="phi">PHI: {{phi}}</p>{{/phi}}
        <p><a class="button" href="/approvals/{{id}}">Decide</a></p>
        </article>
        {{/pending}}
        {{^pending}}<p class="empty">Nothing waits.</p>{{/pending}}
        {{#hasEnded}}
        <h2>Decided lately</h2>
        <div class="scroll"><table>
        <thead><tr><th>When</th><th>Who</th><th>Target</th><th>Rule</th><th>Became</th><th>By</th><th>Reason</th></tr></thead>
        <tbody>
        {{#ended}}
        <tr><td class="time"><a href="/approvals/{{id}}">{{at}}</a></td><td>{{principal}}</td><td>{{target}}</td><td>{{rule}}</td><td><span class="state {{state}}">{{state}}</span></td><td>{{by}}</td><td>{{reason}}</td></tr>
        {{/ended}}
        </tbody>
        </table></div>
        {{/hasEnded}}
        """

    private static let approval = """
        <p><a href="/approvals">← Approvals</a></p>
        <h1>{{principal}} on {{target}}</h1>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        <p><span class="state {{state}}">{{state}}</span>{{#by}} by {{by}}{{/by}}{{#reason}}: {{reason}}{{/reason}}</p>
        <pre class="statement">{{text}}</pre>
        {{#parameters}}<pre class="statement">{{parameters}}</pre>{{/parameters}}
        {{#values}}<p class="values">{{values}}</p>{{/values}}
        <dl>
        <dt>Rule</dt><dd>{{rule}}{{#message}}: {{message}}{{/message}}</dd>
        <dt>Role</dt><dd>{{role}}</dd>
        <dt>Reads PHI</dt><dd>{{phiRead}}</dd>
        <dt>Writes PHI</dt><dd>{{phiWritten}}</dd>
        {{#rows}}<dt>Rows so far</dt><dd>{{rows}}</dd>{{/rows}}
        <dt>Approvers</dt><dd>{{approvers}}</dd>
        <dt>Asked</dt><dd>{{created}}</dd>
        <dt>Until</dt><dd>{{until}}</dd>
        <dt>Sidecar, session</dt><dd>{{instance}}, {{session}}</dd>
        </dl>
        {{#isPending}}
        <form class="card" method="post" action="/approvals/{{id}}">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label>Reason, which the agent is told <input name="reason" maxlength="1000" autocomplete="off"></label>
        <label>Approve <select name="for">
        <option value="">this statement only</option>
        <option value="900">this rule for {{principal}}, 15 minutes</option>
        <option value="3600">this rule for {{principal}}, 1 hour</option>
        <option value="28800">this rule for {{principal}}, 8 hours</option>
        </select></label>
        <div class="actions"><button name="decision" value="approve" class="approve">Approve</button> <button name="decision" value="deny" class="deny">Deny</button></div>
        </form>
        {{/isPending}}
        """

    private static let sidecars = """
        <h1>Sidecars</h1>
        {{#hasAny}}
        <div class="scroll"><table>
        <thead><tr><th>Instance</th><th>Principal</th><th>Groups</th><th>State</th><th>Policy</th><th>Sessions</th><th>Held</th><th>Log</th><th>Last heard</th></tr></thead>
        <tbody>
        {{#sidecars}}
        <tr><td><code>{{id}}</code></td><td>{{principal}}</td><td>{{groups}}</td><td><span class="state {{state}}">{{state}}</span></td><td>{{policy}}</td><td>{{sessions}}</td><td>{{held}}</td><td>{{log}}</td><td class="time">{{heard}}</td></tr>
        {{/sidecars}}
        </tbody>
        </table></div>
        {{/hasAny}}
        {{^hasAny}}<p class="empty">No sidecar has enrolled. <code>chaperone-hub enrol-token create --principal NAME --group GROUP</code> makes a token for one.</p>{{/hasAny}}
        """

    private static let audit = """
        <h1>Audit</h1>
        <div class="scroll"><table>
        <thead><tr><th>Log</th><th>Records</th><th>Cosigned</th><th>Last</th></tr></thead>
        <tbody>
        {{#logs}}
        <tr><td><a href="/audit?search=1&amp;log={{name}}"><code>{{origin}}</code></a></td><td>{{size}}</td><td><span class="state {{severity}}">{{cosigned}}</span></td><td class="time">{{at}}</td></tr>
        {{/logs}}
        </tbody>
        </table></div>
        <h2>Search</h2>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        <form class="card fields" method="get" action="/audit">
        <label>Log <input name="log" value="{{log}}" autocomplete="off"></label>
        <label>Principal <input name="principal" value="{{principal}}" autocomplete="off"></label>
        <label>Target <input name="target" value="{{target}}" autocomplete="off"></label>
        <label>Table or column <input name="table" value="{{table}}" autocomplete="off"></label>
        <label>Rule <input name="rule" value="{{rule}}" autocomplete="off"></label>
        <label>Verdict <input name="verdict" value="{{verdict}}" autocomplete="off"></label>
        <label>Type <input name="type" value="{{type}}" autocomplete="off"></label>
        <label>Session <input name="session" value="{{session}}" autocomplete="off"></label>
        <label>From <input name="from" value="{{from}}" autocomplete="off"></label>
        <label>Before <input name="to" value="{{to}}" autocomplete="off"></label>
        <div class="actions"><button name="search" value="1" class="approve">Search</button> <span class="hint">Times as 2026-11-23 or 2026-11-23T03:25:35Z. The newest 100 are shown; chaperone-hub audit search shows more.</span></div>
        </form>
        {{#hasFound}}
        <div class="scroll"><table>
        <thead><tr><th>When</th><th>Log, number</th><th>Principal</th><th>Target</th><th>Type</th><th>Verdict</th><th>Rule</th><th>Record</th></tr></thead>
        <tbody>
        {{#records}}
        <tr><td class="time">{{at}}</td><td><code>{{log}}</code> {{seq}}</td><td>{{principal}}</td><td>{{target}}</td><td>{{type}}</td><td>{{verdict}}</td><td>{{rule}}</td><td><details><summary>{{what}}</summary><pre>{{line}}</pre></details></td></tr>
        {{/records}}
        </tbody>
        </table></div>
        {{/hasFound}}
        {{#hasSearched}}{{^hasFound}}<p class="empty">No record is like that.</p>{{/hasFound}}{{/hasSearched}}
        """

    private static let events = """
        <h1>Events</h1>
        {{#hasAny}}
        <div class="scroll"><table>
        <thead><tr><th>When</th><th>Severity</th><th>Kind</th><th>Subject</th><th>What</th></tr></thead>
        <tbody>
        {{#events}}
        <tr><td class="time">{{at}}</td><td><span class="state {{severity}}">{{severity}}</span></td><td>{{kind}}</td><td>{{subject}}</td><td>{{detail}}</td></tr>
        {{/events}}
        </tbody>
        </table></div>
        {{/hasAny}}
        {{^hasAny}}<p class="empty">Nothing has happened yet.</p>{{/hasAny}}
        """

    private static let policies = """
        <h1>Policies</h1>
        {{#current}}<p>In force: policy <strong>{{number}}</strong>, pushed by {{by}} at {{at}}.</p><pre>{{source}}</pre>{{/current}}
        {{^current}}<p class="empty">No policy yet. <code>chaperone-hub policy push FILE</code> puts one in force.</p>{{/current}}
        {{#hasOlder}}
        <h2>Before</h2>
        <div class="scroll"><table>
        <thead><tr><th>Number</th><th>Pushed</th><th>By</th></tr></thead>
        <tbody>{{#older}}<tr><td>{{number}}</td><td class="time">{{at}}</td><td>{{by}}</td></tr>{{/older}}</tbody>
        </table></div>
        {{/hasOlder}}
        """

    private static let message = """
        <section class="card narrow">
        <h1>{{title}}</h1>
        <p>{{text}}</p>
        <p><a href="/approvals">Back to the approvals</a></p>
        </section>
        """
}
