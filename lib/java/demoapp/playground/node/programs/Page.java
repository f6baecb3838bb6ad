package demoapp.playground.node.programs;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** The sample application's pages. */
final class Page {
    /** Nothing from elsewhere, and no script but the application's own file. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final int SHOWN = 100;

    /** Asks once a second while an answer is awaited, for two minutes at most, and leaves the form alone. */
    static final String SCRIPT = """
            let times = 120;
            const wait = () => document.querySelector("#messages .awaited") && times-- > 0 && setTimeout(look, 1000);
            async function look() {
              try {
                const response = await fetch("/", {headers: {accept: "text/html"}});
                const page = new DOMParser().parseFromString(await response.text(), "text/html");
                const fresh = page.querySelector("#messages");
                if (fresh) document.querySelector("#messages").replaceWith(fresh);
              } catch (unreachable) {
              }
              wait();
            }
            wait();
            """;

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>demoapp</title>
            <style>
            :root { color-scheme: light dark; --text: #1c1b22; --dim: #5b5966; --back: #f6f5fa; --card: #fff;
              --line: #dddae6; --accent: #5b3fd6; --on-accent: #fff; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --text: #eceaf4; --dim: #a8a4b8; --back: #16151c;
              --card: #211f2a; --line: #383545; --accent: #a997ff; --on-accent: #1a1433; --bad: #ff8a80; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 40rem; background: var(--back);
              color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
            h1 { margin: 0; font-size: 1.6rem; }
            h1 a { color: inherit; text-decoration: none; }
            p { margin: .3rem 0; }
            .dim, time, footer { color: var(--dim); font-size: .875rem; }
            .bad { color: var(--bad); }
            .card, form.new { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
              padding: .9rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
            form.new { display: flex; flex-wrap: wrap; gap: .6rem; }
            form.new label, form.new p { flex: 1 0 100%%; margin: 0; font-weight: 600; }
            input { flex: 1 1 12rem; min-width: 0; }
            input, button { font: inherit; color: inherit; padding: .5rem .75rem; border-radius: .5rem;
              border: 1px solid var(--line); background: var(--back); }
            button { cursor: pointer; }
            form.new button { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
              font-weight: 600; }
            :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
            ol { list-style: none; margin: 0; padding: 0; }
            .answer { border-left: 3px solid var(--accent); padding-left: .7rem; }
            .card footer { margin: .5rem 0 0; display: flex; gap: .75rem; align-items: center;
              justify-content: space-between; }
            .card button { padding: .15rem .6rem; }
            body > footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
            dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1.5rem; margin: 0; }
            dd { margin: 0; font-variant-numeric: tabular-nums; }
            </style>
            </head>
            <body>
            <header>
            <h1><a href="/">demoapp</a></h1>
            <p class="dim">%s</p>
            </header>
            <main>
            %s
            </main>
            <footer>Simulated by the playground: no Rails runs here. %s</footer>
            </body>
            </html>
            """;

    private Page() { }

    /**
     * @param typed what stays in the form, next to its fault
     * @param fault "" when there is none
     */
    static String messages(List<Map<String, Object>> messages, String typed, String fault, boolean likes, String footer) {
        var form = """
                <form class="new" action="/messages" method="post">
                <label for="body">Your message</label>
                %s<input id="body" name="message[body]" value="%s" maxlength="%d" required autofocus autocomplete="off">
                <button>Send</button>
                </form>
                """.formatted(fault.isEmpty() ? "" : "<p class=\"bad\" role=\"alert\">%s</p>\n".formatted(escape(fault)),
                escape(typed), Application.LONGEST_MESSAGE);
        var items = new StringBuilder();
        for (var i = messages.size() - 1; i >= Math.max(0, messages.size() - SHOWN); i--) {
            items.append(item(messages.get(i), likes));
        }
        var list = items.isEmpty() ? "<p class=\"dim\">No messages yet.</p>\n" : "<ol>\n" + items + "</ol>\n";
        return FRAME.formatted("Write something; Sidekiq answers, backwards.", form
                + "<section id=\"messages\" aria-live=\"polite\" aria-label=\"Messages\">\n" + list + "</section>\n"
                + "<script src=\"/messages.js\" defer></script>", escape(footer));
    }

    private static String item(Map<String, Object> message, boolean likes) {
        var answer = message.get("answer") == null ? "<p class=\"answer awaited dim\">Sidekiq is at it …</p>"
                : "<p class=\"answer\">%s</p>".formatted(escape(Json.text(message, "answer")));
        var count = Json.number(message, 0, "likes");
        var like = !likes ? "" : """

                <form action="/messages/%s/like" method="post"><button aria-label="Like; %2$d so far">♥ %2$d</button></form>
                """.formatted(message.get("id"), count).stripTrailing();
        var time = Json.text(message, "created_at");
        return """
                <li class="card">
                <p>%s</p>
                %s
                <footer><time datetime="%s">%s UTC</time>%s</footer>
                </li>
                """.formatted(escape(Json.text(message, "body")), answer, escape(time),
                escape(time.replace('T', ' ').replaceFirst("(\\.\\d+)?Z$", "")), like);
    }

    static String sidekiq(long processed, long failed, int enqueued, int retries, String footer) {
        return FRAME.formatted("Sidekiq", """
                <dl class="card">
                <dt>Processed</dt><dd>%d</dd>
                <dt>Failed</dt><dd>%d</dd>
                <dt>Enqueued</dt><dd>%d</dd>
                <dt>Retries</dt><dd>%d</dd>
                </dl>""".formatted(processed, failed, enqueued, retries), escape(footer));
    }

    static String error(String what, String why) {
        return FRAME.formatted(escape(what), why.isEmpty() ? "" : "<p class=\"card\">%s</p>".formatted(escape(why)), "");
    }

    /** Text as HTML, in elements and quoted attributes. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
