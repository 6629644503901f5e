/// What pages load besides themselves.
enum PageFiles {
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M16 2 4 7v9c0 7 5 12 12 14 7-2 12-7 12-14V7z" fill="#0b6e6e"/><path d="m10 16 4 4 8-9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """

    /// Puts the page's content anew when the hub says that it has changed, unless somebody is filling in a form.
    static let live = """
        (function () {
          "use strict";
          var main = document.getElementById("main");
          var topic = main && main.dataset.live;
          if (!topic || !window.EventSource) { return; }
          var source = new EventSource("/live?topic=" + encodeURIComponent(topic));
          var seen = null;
          source.onmessage = function (event) {
            if (seen === null || seen === event.data) { seen = event.data; return; }
            seen = event.data;
            var active = document.activeElement;
            if (active && main.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) { return; }
            fetch(location.href, { credentials: "same-origin" }).then(function (answer) {
              return answer.ok ? answer.text() : Promise.reject();
            }).then(function (text) {
              var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("main");
              if (fresh) { main.replaceChildren.apply(main, Array.from(fresh.childNodes)); }
            }).catch(function () {});
          };
        })();

        """

    static let style = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #f6f7f9; --card: #fff; --line: #dde2e8; --brand: #0b6e6e; --good: #1d7a46; --bad: #b3261e; --warn: #9a6700; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --paper: #12161c; --card: #1b212a; --line: #2d3641; --brand: #4fb6b6; --good: #5fc48b; --bad: #ff8a80; --warn: #e5b94a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; padding: 12px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
        a { color: var(--brand); } a.button { color: #fff; }
        .brand { display: inline-flex; gap: 8px; align-items: center; font-weight: 650; color: var(--ink); text-decoration: none; }
        nav { display: flex; gap: 16px; flex: 1; }
        nav a { color: var(--soft); text-decoration: none; padding: 4px 0; border-bottom: 2px solid transparent; }
        nav a[aria-current] { color: var(--ink); border-color: var(--brand); }
        .who { display: flex; gap: 12px; align-items: center; color: var(--soft); font-size: 13px; }
        main { max-width: 1080px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 22px; margin: 0 0 16px; overflow-wrap: anywhere; }
        h2 { font-size: 16px; margin: 28px 0 12px; color: var(--soft); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; margin: 0 0 16px; }
        .narrow { max-width: 420px; margin: 48px auto; }
        .request { border-left: 4px solid var(--warn); }
        .facts { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; }
        .rule { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0 8px; font-size: 13px; }
        .until, .rows, .hint, .phi, .time { color: var(--soft); font-size: 13px; }
        .until { margin-left: auto; }
        .time { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .empty { color: var(--soft); }
        pre { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 12px; overflow: auto; max-height: 340px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        pre.statement { direction: ltr; unicode-bidi: bidi-override; }
        code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        .scroll { overflow-x: auto; }
        .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 4px 16px; }
        .fields .actions { grid-column: 1 / -1; }
        summary { cursor: pointer; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th, td { text-align: left; padding: 8px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 550; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        label { display: block; margin: 0 0 12px; color: var(--soft); font-size: 13px; }
        input, select { display: block; width: 100%; margin-top: 4px; padding: 8px 10px; font: inherit; font-size: 15px; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
        button, .button { display: inline-block; padding: 8px 18px; font: inherit; font-weight: 600; color: #fff; background: #0b6e6e; border: 0; border-radius: 8px; cursor: pointer; text-decoration: none; }
        button.quiet { padding: 4px 12px; background: none; color: var(--soft); border: 1px solid var(--line); font-weight: 400; }
        button.approve { background: #1d7a46; }
        button.deny { background: #b3261e; }
        .actions { display: flex; gap: 12px; }
        .problem { color: var(--bad); font-weight: 600; }
        .note { color: var(--good); font-weight: 600; }
        .state { font-weight: 600; }
        .state.approved, .state.alive, .state.info { color: var(--good); }
        .state.denied, .state.revoked, .state.critical, .state.missing { color: var(--bad); }
        .state.pending, .state.warning, .state.expired, .state.enrolled { color: var(--warn); }
        :focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }

        """
}
